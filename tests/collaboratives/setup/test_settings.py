"""The settings' small pages: who may, second editors, what was before, and undoing it."""

from datetime import time

import pytest
from django_scopes import scope, scopes_disabled

from bsc.audit.models import Entry
from bsc.tenancy.doors import inside
from collaboratives.models import Collaborative
from collaboratives.setup.models import SettingsChange
from tests.cast import cast_gets
from tests.factories import MembershipFactory, MembershipRoleFactory
from tests.factories.setup import SettingsChangeFactory

pytestmark = pytest.mark.django_db
PAGES = ("", "numbers/", "quiet-hours/", "languages/", "words/", "coverage/")
ALLOWED = cast_gets(implementation=200, others=403)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("who", "status"), ALLOWED)
def test_who_may_see_the_settings(client, cast, who, status, page):
    assert cast.get(client, who, f"settings/{page}") == status


@pytest.mark.parametrize("page", PAGES[1:])
@pytest.mark.parametrize("who", ("leader", "faculty", "organization_admin", "stranger"))
def test_nobody_else_changes_anything(client, cast, who, page):
    refused = 404 if who in ("organization_admin", "stranger") else 403
    sent = {"languages": "en", "quiet_from": "10:00", "quiet_until": "11:00", "center_one": "x"}
    assert cast.post(client, who, f"settings/{page}", sent) == refused
    with scopes_disabled():
        assert not SettingsChange.objects.exists()


def fresh(cast):
    return Collaborative.objects.get(pk=cast.collaborative.pk)


def sent_from(client, url, **values):
    """Send the form as the page shows it, with other values."""
    form = client.get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (shown | values).items() if value is not None}


def change(cast):
    with scopes_disabled():
        return SettingsChange.objects.select_related("collaborative").latest("pk")


def entries(cast):
    with scopes_disabled():
        return list(Entry.objects.filter(action__startswith="settings.").order_by("pk"))


def test_quiet_hours_are_saved_audited_and_undone(client, cast):
    with inside(cast.collaborative):
        type(cast.collaborative).objects.update(quiet_from=time(20), quiet_until=time(7))
    cast.sign_in(client, "implementation")
    url = cast.url("settings/quiet-hours/")
    values = sent_from(client, url, quiet_from="18:30", quiet_until="08:00")
    page = client.post(url, values, follow=True)
    assert "Undo it" not in page.content.decode()
    assert (fresh(cast).quiet_from, fresh(cast).quiet_until) == (time(18, 30), time(8))
    assert "8 p.m. to 7 a.m." in page.content.decode()
    assert "6:30 p.m. to 8 a.m." in page.content.decode()
    (entry,) = entries(cast)
    assert entry.by == cast.implementation.user
    assert entry.summary == "Quiet hours: 8 p.m. to 7 a.m. → 6:30 p.m. to 8 a.m."
    undo = cast.url(f"settings/changes/{change(cast).pk}/undo/")
    assert client.get(undo).status_code == 405
    client.post(undo)
    assert (fresh(cast).quiet_from, fresh(cast).quiet_until) == (time(20), time(7))
    assert change(cast).undone_by_id == cast.implementation.pk
    assert entries(cast)[-1].summary == "Quiet hours: 6:30 p.m. to 8 a.m. → 8 p.m. to 7 a.m."
    client.post(undo)
    assert len(entries(cast)) == 2


def test_the_same_form_twice_is_one_change(client, cast):
    cast.sign_in(client, "implementation")
    url = cast.url("settings/quiet-hours/")
    values = sent_from(client, url, quiet_from="18:30")
    client.post(url, values)
    page = client.post(url, values | {"stamp": ""}, follow=True)
    client.post(url, sent_from(client, url))
    with scopes_disabled():
        assert SettingsChange.objects.count() == 1
    assert page.status_code == 200


def test_a_second_editor_is_told_and_loses_nothing(client, client_elsewhere, cast):
    cast.sign_in(client, "implementation")
    client_elsewhere.force_login(cast.implementation.user)
    url = cast.url("settings/quiet-hours/")
    mine = sent_from(client, url, quiet_from="17:00")
    theirs = sent_from(client_elsewhere, url, quiet_from="21:00")
    client_elsewhere.post(url, theirs)
    page = client.post(url, mine)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Somebody else changed this" in text
    assert 'value="17:00"' in text
    assert fresh(cast).quiet_from == time(21)
    client.post(url, mine | {"stamp": page.context["form"]["stamp"].value()})
    assert fresh(cast).quiet_from == time(17)


def test_what_was_changed_again_is_not_undone(client, cast):
    cast.sign_in(client, "implementation")
    url = cast.url("settings/quiet-hours/")
    client.post(url, sent_from(client, url, quiet_from="18:00"))
    first = change(cast)
    client.post(url, sent_from(client, url, quiet_from="19:00"))
    page = client.post(cast.url(f"settings/changes/{first.pk}/undo/"), follow=True)
    assert "changed again since" in page.content.decode()
    assert fresh(cast).quiet_from == time(19)


def test_quiet_hours_leave_some_of_the_day(client, cast):
    cast.sign_in(client, "implementation")
    url = cast.url("settings/quiet-hours/")
    page = client.post(url, sent_from(client, url, quiet_from="08:00", quiet_until="07:00"))
    assert "less than eight hours" in page.content.decode()
    assert 'value="08:00"' in page.content.decode()
    assert fresh(cast).quiet_from == time(0)


def test_another_collaboratives_change_is_not_there(client, cast):
    other = SettingsChangeFactory()
    cast.sign_in(client, "implementation")
    assert client.post(cast.url(f"settings/changes/{other.pk}/undo/")).status_code == 404


def test_undo_leads_back_to_our_own_pages_only(client, cast):
    cast.sign_in(client, "implementation")
    url = cast.url("settings/languages/")
    client.post(url, sent_from(client, url, languages=["en"]))
    undo = cast.url(f"settings/changes/{change(cast).pk}/undo/")
    answer = client.post(undo, {"next": "https://elsewhere.example.org/"})
    assert answer.url == cast.url("settings/")


@pytest.mark.parametrize("rows", (1, 3))
def test_the_page_takes_the_same_queries_for_any_number(
    client, cast, rows, django_assert_num_queries
):
    for _ in range(rows):
        SettingsChangeFactory(collaborative=cast.collaborative)
        SettingsChangeFactory(
            collaborative=cast.collaborative, part="point_person", subject=str(cast.team.pk),
            before={"person": None}, after={"person": cast.implementation.pk},
            by=cast.implementation,
        )  # fmt: skip
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(13):
        client.get(cast.url("settings/"))


def test_languages_count_their_readers_and_all_means_none_named(client, cast):
    family = MembershipFactory(collaborative=cast.collaborative, user__language="es")
    MembershipRoleFactory(membership=family, role="family", team=cast.team)
    cast.sign_in(client, "implementation")
    url = cast.url("settings/languages/")
    assert "1 person reads it here" in client.get(url).content.decode()
    client.post(url, sent_from(client, url, languages=["es"]))
    assert fresh(cast).languages == ["es"]
    client.post(url, sent_from(client, url, languages=["en", "es"]))
    assert fresh(cast).languages == []
    page = client.post(url, sent_from(client, url, languages=[]))
    assert "Leave at least one language." in page.content.decode()


def test_only_offered_languages_can_be_chosen(client, cast):
    with scope(collaborative=cast.collaborative, organization=cast.collaborative.organization):
        Collaborative.objects.filter(pk=cast.collaborative.pk).update(languages=["en"])
    cast.sign_in(client, "implementation")
    page = client.get(cast.url("people/invite/"))
    assert [code for code, _name in page.context["form"].fields["language"].choices] == ["en"]
    assert 'value="es"' not in page.content.decode()
    refused = client.post(
        cast.url("people/invite/"), {"team": cast.team.pk, "role": "family", "language": "es", "max_uses": 1}
    )  # fmt: skip
    assert "language" in refused.context["form"].errors


def test_whoever_reads_another_language_keeps_it(client, cast):
    Collaborative.objects.filter(pk=cast.collaborative.pk).update(languages=["en"])
    user = cast.family.user
    user.language = "es"
    user.save()
    client.force_login(user)
    page = client.get(cast.url("home/")).content.decode()
    assert 'lang="es"' in page
    assert 'value="es"' in page
    assert 'value="en"' in page
