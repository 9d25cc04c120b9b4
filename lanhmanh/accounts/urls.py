"""Signing in, the own profile, and the keeping of accounts."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path
from django.views.decorators.cache import never_cache

from lanhmanh.accounts import signin, views
from lanhmanh.accounts.guards import PUBLIC, SIGNED_IN, View, page


def public(view: View) -> View:
    """Open a page to everybody, kept by no cache."""
    return page(needs=PUBLIC)(never_cache(view))


def signed_in(view: View) -> View:
    """Open a page to who is signed in, kept by no cache."""
    return page(needs=SIGNED_IN)(never_cache(view))


_PERSON = "nguoi-dung/<str:uid>/"

# allauth finds its own pages by these names, so they carry no namespace. Each page is told its template: of two
# templates of one name Django takes the one of the app that is installed first, and that is allauth's.
_change = account.PasswordChangeView.as_view(template_name="accounts/password_change.html")
_again = account.ReauthenticateView.as_view(template_name="accounts/reauthenticate.html")
_code = mfa.AuthenticateView.as_view(template_name="accounts/mfa/authenticate.html")
_code_again = mfa.ReauthenticateView.as_view(template_name="accounts/mfa/reauthenticate.html")
_activate = totp.ActivateTOTPView.as_view(template_name="accounts/mfa/activate.html")
_deactivate = totp.DeactivateTOTPView.as_view(template_name="accounts/mfa/deactivate.html")
_codes = recovery.ViewRecoveryCodesView.as_view(template_name="accounts/mfa/codes.html")
_codes_new = recovery.GenerateRecoveryCodesView.as_view(template_name="accounts/mfa/codes_new.html")

urlpatterns = [
    path("dang-nhap/", public(signin.sign_in), name="account_login"),
    path("dang-nhap/ma-xac-thuc/", public(_code), name="mfa_authenticate"),
    path("dang-xuat/", signed_in(signin.sign_out), name="account_logout"),
    path("", views.profile, name="profile"),
    path("mat-khau/", signed_in(_change), name="account_change_password"),
    path("mat-khau/chua-co/", views.password_missing, name="account_set_password"),
    path("xac-nhan/", signed_in(_again), name="account_reauthenticate"),
    path("xac-nhan/ma/", signed_in(_code_again), name="mfa_reauthenticate"),
    path("hai-buoc/", signed_in(mfa.IndexView.as_view(template_name="accounts/mfa/index.html")), name="mfa_index"),
    path("hai-buoc/bat/", signed_in(_activate), name="mfa_activate_totp"),
    path("hai-buoc/tat/", signed_in(_deactivate), name="mfa_deactivate_totp"),
    path("hai-buoc/ma-khoi-phuc/", signed_in(_codes), name="mfa_view_recovery_codes"),
    path("hai-buoc/ma-khoi-phuc/moi/", signed_in(_codes_new), name="mfa_generate_recovery_codes"),
    path("nguoi-dung/", views.people, name="people"),
    path("nguoi-dung/moi/", views.people_new, name="people_new"),
    path(_PERSON, views.person, name="person"),
    path(f"{_PERSON}mat-khau/", views.person_password, name="person_password"),
    path(f"{_PERSON}vai-tro/", views.person_role, name="person_role"),
    path(f"{_PERSON}vai-tro/<str:membership_uid>/ket-thuc/", views.person_role_end, name="person_role_end"),
    path(f"{_PERSON}<slug:deed>/", views.person_deed, name="person_deed"),
]
