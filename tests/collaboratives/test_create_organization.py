"""The first command on a new installation."""

import pytest
from django.core.management import CommandError, call_command
from django_scopes import scope, scopes_disabled

from bsc.accounts.models import User
from collaboratives.models import Organization, OrganizationAdmin
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def create(**given):
    answers = {"name": "Elm Alliance", "admin_name": "Ida", "admin_email": "Ida@Example.org"}
    with scopes_disabled():
        call_command("create_organization", **answers | given)


def test_it_makes_the_organization_and_its_admin():
    create()
    organization = Organization.objects.get(slug="elm-alliance")
    with scope(organization=organization):
        assert OrganizationAdmin.objects.get().user.email == "ida@example.org"


def test_somebody_with_an_account_keeps_it():
    ida = UserFactory(name="Ida Known", email="ida@example.org")
    create()
    assert User.objects.get(email="ida@example.org") == ida


@pytest.mark.parametrize(
    ("given", "said"), (({"admin_email": "nobody"}, "not an e-mail"), ({"name": "?"}, "no name"))
)
def test_what_is_wrong_is_said_and_nothing_is_made(given, said):
    with pytest.raises(CommandError, match=said):
        create(**given)
    assert not Organization.objects.exists()
    assert not User.objects.exists()


def test_a_second_one_of_the_name_is_refused():
    create()
    with pytest.raises(CommandError, match="already"):
        create()
