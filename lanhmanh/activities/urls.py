"""Addresses of the activities context."""

from django.urls import path, register_converter

from lanhmanh.activities.models import REGISTERS
from lanhmanh.activities.views import (
    campaigns,
    library,
    lists,
    lists_done,
    movement,
    programmes,
    quizzes,
    registers,
    spreading,
)
from lanhmanh.activities.views import done as views
from lanhmanh.activities.views import lists_models as sheets
from lanhmanh.activities.views import spreading_parts as parts


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
    path("danh-sach/", lists_done.bring, name="activities_in"),
    path("tai/", lists_done.export, name="activities_out"),
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
    path("mo-hinh/", spreading.model_list, name="models"),
    path("mo-hinh/danh-sach/", sheets.model_sheet, name="model_sheet"),
    path("mo-hinh/ap-dung/", sheets.adoption_sheet, name="adoption_sheet"),
    path("mo-hinh/ghi/", spreading.model_new, name="model_new"),
    path("mo-hinh/ket-qua/<str:uid>/bo/", parts.result_remove, name="result_remove"),
    path("mo-hinh/ap-dung/<str:uid>/", parts.adoption, name="adoption"),
    path("mo-hinh/ap-dung/<str:uid>/ket-qua/", parts.adoption_result, name="adoption_result"),
    path("mo-hinh/ap-dung/<str:uid>/huy/", parts.adoption_void, name="adoption_void"),
    path("mo-hinh/<str:uid>/", spreading.model, name="model"),
    path("mo-hinh/<str:uid>/in/", spreading.model_print, name="model_print"),
    path("mo-hinh/<str:uid>/tai/<str:kind>/", spreading.model_paper, name="model_paper"),
    path("mo-hinh/<str:uid>/sua/", spreading.model_edit, name="model_edit"),
    path("mo-hinh/<str:uid>/de-xuat/", spreading.model_propose, name="model_propose"),
    path("mo-hinh/<str:uid>/danh-gia/", spreading.model_judge, name="model_judge"),
    path("mo-hinh/<str:uid>/ngung/", spreading.model_end, name="model_end"),
    path("mo-hinh/<str:uid>/huy/", spreading.model_void, name="model_void"),
    path("mo-hinh/<str:uid>/ket-qua/", parts.model_result, name="model_result"),
    path("mo-hinh/<str:uid>/thanh-vien/", parts.model_count, name="model_count"),
    path("mo-hinh/<str:uid>/ap-dung/", parts.model_adopt, name="model_adopt"),
    path("mo-hinh/<str:uid>/tep/", parts.model_file_add, name="model_file_add"),
    path("mo-hinh/<str:uid>/tep/<str:file_uid>/", parts.model_file, name="model_file"),
    path("mo-hinh/<str:uid>/tep/<str:file_uid>/bo/", parts.model_file_remove, name="model_file_remove"),
    path("dot/", campaigns.campaign_list, name="campaigns"),
    path("dot/danh-sach/", sheets.campaign_sheet, name="campaign_sheet"),
    path("dot/lap/", campaigns.campaign_new, name="campaign_new"),
    path("dot/<str:uid>/", campaigns.campaign, name="campaign"),
    path("dot/<str:uid>/sua/", campaigns.campaign_edit, name="campaign_edit"),
    path("dot/<str:uid>/moi/", campaigns.campaign_announce, name="campaign_announce"),
    path("dot/<str:uid>/huy/", campaigns.campaign_void, name="campaign_void"),
    path("thu-vien/", library.library, name="library"),
    path("thu-vien/danh-sach/", sheets.library_sheet, name="library_sheet"),
    path("thu-vien/them/", library.item_new, name="item_new"),
    path("thu-vien/<str:uid>/", library.item, name="item"),
    path("thu-vien/<str:uid>/sua/", library.item_edit, name="item_edit"),
    path("thu-vien/<str:uid>/phien-ban/", library.item_version, name="item_version"),
    path("thu-vien/<str:uid>/phien-ban/<int:number>/", library.item_file, name="item_file"),
    path("thu-vien/<str:uid>/huy/", library.item_void, name="item_void"),
    path("kiem-tra-kien-thuc/", quizzes.quiz_list, name="quizzes"),
    path("kiem-tra-kien-thuc/viet/", quizzes.quiz_new, name="quiz_new"),
    path("kiem-tra-kien-thuc/ket-qua/<str:uid>/huy/", quizzes.count_void, name="count_void"),
    path("kiem-tra-kien-thuc/<str:uid>/", quizzes.quiz, name="quiz"),
    path("kiem-tra-kien-thuc/<str:uid>/danh-sach/", sheets.quiz_sheet, name="quiz_sheet"),
    path("kiem-tra-kien-thuc/<str:uid>/in/", quizzes.quiz_print, name="quiz_print"),
    path("kiem-tra-kien-thuc/<str:uid>/sua/", quizzes.quiz_edit, name="quiz_edit"),
    path("kiem-tra-kien-thuc/<str:uid>/ghi/", quizzes.quiz_count, name="quiz_count"),
    path("kiem-tra-kien-thuc/<str:uid>/huy/", quizzes.quiz_void, name="quiz_void"),
    path("chuong-trinh/", programmes.programme_list, name="programmes"),
    path("chuong-trinh/danh-sach/", sheets.registration_sheet, name="registration_sheet"),
    path("chuong-trinh/dang-ky/", programmes.registration_new, name="registration_new"),
    path("chuong-trinh/<str:uid>/", programmes.registration, name="registration"),
    path("chuong-trinh/<str:uid>/huy/", programmes.registration_void, name="registration_void"),
    path("<str:uid>/", views.detail, name="detail"),
    path("<str:uid>/sua/", views.edit, name="edit"),
    path("<str:uid>/huy/", views.void, name="void"),
    path("<str:uid>/hoan-tac/", views.undo, name="undo"),
    path("<str:uid>/khoi-phuc/", views.restore, name="restore"),
    path("<str:uid>/tai-lieu/", library.use_add, name="use_add"),
    path("<str:uid>/tai-lieu/<str:use_uid>/bo/", library.use_remove, name="use_remove"),
    path("<str:uid>/anh/", views.add_photos, name="add_photos"),
    path("<str:uid>/anh/<str:photo_uid>/", views.photo, name="photo"),
    path("<str:uid>/anh/<str:photo_uid>/bo/", views.remove_photo, name="remove_photo"),
]
