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

# allauth finds its own pages by these names, so they carry no namespace.
urlpatterns = [
    path("dang-nhap/", public(signin.sign_in), name="account_login"),
    path("dang-nhap/ma-xac-thuc/", public(mfa.authenticate), name="mfa_authenticate"),
    path("dang-xuat/", signed_in(account.logout), name="account_logout"),
    path("", views.profile, name="profile"),
    path("mat-khau/", signed_in(account.password_change), name="account_change_password"),
    path("xac-nhan/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("xac-nhan/ma/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("hai-buoc/", signed_in(mfa.index), name="mfa_index"),
    path("hai-buoc/bat/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("hai-buoc/tat/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("hai-buoc/ma-khoi-phuc/", signed_in(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("hai-buoc/ma-khoi-phuc/moi/", signed_in(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("nguoi-dung/", views.people, name="people"),
    path("nguoi-dung/moi/", views.people_new, name="people_new"),
    path(_PERSON, views.person, name="person"),
    path(f"{_PERSON}mat-khau/", views.person_password, name="person_password"),
    path(f"{_PERSON}vai-tro/", views.person_role, name="person_role"),
    path(f"{_PERSON}vai-tro/<str:membership_uid>/ket-thuc/", views.person_role_end, name="person_role_end"),
    path(f"{_PERSON}<slug:deed>/", views.person_deed, name="person_deed"),
]
