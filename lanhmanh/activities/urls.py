"""Addresses of the activities context."""

from django.urls import path

from lanhmanh.activities.views import done as views

app_name = "activities"
urlpatterns = [
    path("", views.activity_list, name="list"),
    path("ghi/", views.record, name="record"),
    path("<str:uid>/", views.detail, name="detail"),
    path("<str:uid>/sua/", views.edit, name="edit"),
    path("<str:uid>/huy/", views.void, name="void"),
    path("<str:uid>/hoan-tac/", views.undo, name="undo"),
    path("<str:uid>/khoi-phuc/", views.restore, name="restore"),
    path("<str:uid>/anh/", views.add_photos, name="add_photos"),
    path("<str:uid>/anh/<str:photo_uid>/", views.photo, name="photo"),
    path("<str:uid>/anh/<str:photo_uid>/bo/", views.remove_photo, name="remove_photo"),
]
