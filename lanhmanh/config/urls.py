"""Every address of the system; each context keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("lanhmanh.web.urls")),
    path("tai-khoan/", include("lanhmanh.accounts.urls")),
    path("don-vi/", include("lanhmanh.web.places.urls")),
    path("ke-hoach/", include("lanhmanh.plan.urls")),
    path("van-ban/", include("lanhmanh.documents.urls")),
    path("hoat-dong/", include("lanhmanh.activities.urls")),
    path("dia-ban/", include("lanhmanh.areas.urls")),
    path("bao-cao/", include("lanhmanh.reporting.urls")),
    path("ho-so/", include("lanhmanh.cases.urls")),
    path("khoa/", include("lanhmanh.keyring.urls")),
    path("ui/", include("lanhmanh.ui.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler400 = "lanhmanh.web.errors.bad_request"
handler403 = "lanhmanh.web.errors.forbidden"
handler404 = "lanhmanh.web.errors.not_found"
handler500 = "lanhmanh.web.errors.server_error"
