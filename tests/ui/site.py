"""The addresses that the components need by themselves."""

from django.urls import include, path

urlpatterns = [path("ui/", include("lanhmanh.ui.urls")), path("i18n/", include("django.conf.urls.i18n"))]
