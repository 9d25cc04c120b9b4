"""Addresses of the activities context."""

from django.urls import path, register_converter

from lanhmanh.activities.models import REGISTERS
from lanhmanh.activities.views import done as views
from lanhmanh.activities.views import lists, movement, registers


class RegisterConverter:
    """Take the name of a register in an address; anything else is no address of one."""

    regex = "|".join(sorted(REGISTERS, key=len, reverse=True))

    def to_python(self, value: str) -> str:
        """Return the name."""
        return value

    def to_url(self, value: str) -> str:
        """Return the name."""
        return value


register_converter(RegisterConverter, "register")
app_name = "activities"
urlpatterns = [
    path("", views.activity_list, name="list"),
    path("ghi/", views.record, name="record"),
    path("phong-trao/", movement.movement, name="movement"),
    path("phong-trao/sinh-ke/", movement.livelihood, name="livelihood"),
    path("phong-trao/<register:register>/", registers.rows, name="register"),
    path("phong-trao/<register:register>/them/", registers.add, name="register_add"),
    path("phong-trao/<register:register>/danh-sach/", lists.bring, name="register_list"),
    path("phong-trao/<register:register>/tai/", lists.export, name="register_export"),
    path("phong-trao/<register:register>/<str:uid>/", registers.row, name="row"),
    path("phong-trao/<register:register>/<str:uid>/sua/", registers.change, name="row_change"),
    path("phong-trao/<register:register>/<str:uid>/huy/", registers.void, name="row_void"),
    path("phong-trao/<register:register>/<str:uid>/khoi-phuc/", registers.restore, name="row_restore"),
    path("phong-trao/<register:register>/<str:uid>/xoa-ten/", registers.erase, name="row_erase"),
    path("<str:uid>/", views.detail, name="detail"),
    path("<str:uid>/sua/", views.edit, name="edit"),
    path("<str:uid>/huy/", views.void, name="void"),
    path("<str:uid>/hoan-tac/", views.undo, name="undo"),
    path("<str:uid>/khoi-phuc/", views.restore, name="restore"),
    path("<str:uid>/anh/", views.add_photos, name="add_photos"),
    path("<str:uid>/anh/<str:photo_uid>/", views.photo, name="photo"),
    path("<str:uid>/anh/<str:photo_uid>/bo/", views.remove_photo, name="remove_photo"),
]
