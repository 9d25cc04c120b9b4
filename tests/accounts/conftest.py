"""People who sign in, and who keeps their accounts."""

import pytest
from django.test import Client

from lanhmanh.accounts.models import User
from tests.factories import Province, make_user

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "ruộng lúa xanh mùa gặt"


def with_password(user: User, password: str = PASSWORD) -> User:
    """Give an account a password."""
    user.set_password(password)
    user.save()
    return user


def sign_in(client: Client, username: str, password: str = PASSWORD, **fields: str):  # type: ignore[no-untyped-def]
    """Post the sign-in form."""
    return client.post("/tai-khoan/dang-nhap/", {"login": username, "password": password, **fields})


@pytest.fixture
def officer(world: Province) -> User:
    """Return a commune officer with a password."""
    user = make_user("commune_officer", world.commune, "canbo.trangdai", full_name="Nguyễn Thị Hoa")
    return with_password(user)


@pytest.fixture
def keeper(world: Province, client: Client, settings):  # type: ignore[no-untyped-def]
    """Return a client of the province's administrator, the duty of a second factor set aside."""
    settings.DEMO = True
    user = make_user("administrator", world.province, "quantri", full_name="Trần Văn Quản")
    client.force_login(user, backend=BACKEND)
    return client
