"""The shell asks which collaborative it is for."""

import pytest
from django.core.management import CommandError, call_command
from django_scopes import get_scope, scopes_disabled

from centers.models import CoreTeam
from tests.factories import CollaborativeFactory, CoreTeamFactory

pytestmark = pytest.mark.django_db


def test_without_a_name_it_lists_what_there_is():
    CollaborativeFactory(slug="growing")
    with pytest.raises(CommandError, match="There are: growing"):
        call_command("shell", command="1")


def test_it_opens_the_one_that_is_named(monkeypatch):
    mine, theirs = CoreTeamFactory(), CoreTeamFactory()
    seen = []
    monkeypatch.setattr(
        "django.core.management.commands.shell.Command.handle",
        lambda self, **options: seen.extend(CoreTeam.objects.all()),
    )
    call_command("shell", collaborative=mine.collaborative.slug)
    assert seen == [mine]
    seen.clear()
    call_command("shell", "--every-tenant-at-once-i-know-what-i-do")
    assert set(seen) == {mine, theirs}
    assert "collaborative" not in get_scope()
    with scopes_disabled():
        assert CoreTeam.objects.count() == 2
