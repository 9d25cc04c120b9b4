"""Addresses of the documents context."""

from django.urls import path

from lanhmanh.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.register, name="register"),
    path("<str:uid>/", views.detail, name="detail"),
    path("<str:uid>/tai/<slug:form>/", views.download, name="download"),
]
