"""The first step again: what stands is changed, and a second writer is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bsc.audit.models import Entry
from collaboratives.schedule.models import Event
from tests.collaboratives.setup.walking import basics, day, inside, outside, post, stamped, within
from tests.factories.schedule import EventFactory

pytestmark = pytest.mark.django_db


def again(**changes):
    sent = basics(**changes)
    del sent["token"]
    return sent


def test_it_changes_what_stands_and_says_from_what_to_what(client, admin, begun):
    answer = post(client, outside(begun, "basics"), **again(name="Growing Up Together"))
    assert answer.url == outside(begun, "framework")
    slug = begun.slug
    begun.refresh_from_db()
    assert (begun.name, begun.slug) == ("Growing Up Together", slug)
    with within(begun):
        entry = Entry.objects.get(action="collaborative.changed")
        assert "name: Growing Together → Growing Up Together" in entry.summary
        assert entry.by == admin.user


def test_saving_what_stands_writes_nothing(client, admin, begun):
    sent = again(holiday_subdivision=begun.holiday_subdivision)
    post(client, outside(begun, "basics"), **sent)
    revision = begun.revision
    begun.refresh_from_db()
    assert begun.revision == revision
    with within(begun):
        assert not Entry.objects.filter(action="collaborative.changed").exists()


def test_a_second_writer_is_told_and_loses_nothing(client, admin, begun):
    url = outside(begun, "basics")
    opened = client.get(url)
    post(client, url, **again(topic="Reading together"))
    page = client.post(url, stamped(opened, **again(name="Mine")))
    assert page.status_code == 200
    assert ("What is it about?", "Reading together") in page.context["others"]
    assert page.context["form"]["name"].value() == "Mine"
    begun.refresh_from_db()
    assert begun.topic == "Reading together"
    sent = again(name="Mine") | {"stamp": page.context["form"]["stamp"].value()}
    assert client.post(url, sent).status_code == 302
    begun.refresh_from_db()
    assert begun.name == "Mine"


@pytest.mark.parametrize(
    ("wrong", "field"),
    (
        ({"starts_on": day(37, 0).isoformat()}, "starts_on"),
        ({"ends_on": day(35, 0).isoformat()}, "ends_on"),
    ),
)
def test_dates_that_leave_a_session_outside_are_refused(client, admin, begun, wrong, field):
    starts = timezone.now().replace(hour=15, minute=0) + (day(36) - timezone.localdate())
    EventFactory(
        collaborative=begun,
        kind="learning_session",
        number=1,
        title="Learning Session 1",
        starts_at=starts,
        ends_at=starts + timedelta(hours=6),
    )
    page = post(client, outside(begun, "basics"), **again(**wrong))
    assert "Learning Session 1" in page.context["form"].errors[field][0]


def test_another_time_zone_keeps_the_hour_on_the_clock(client, admin, begun):
    starts = timezone.now().replace(hour=15, minute=0, second=0, microsecond=0)
    event = EventFactory(
        collaborative=begun, starts_at=starts + timedelta(days=90), ends_at=starts + timedelta(91)
    )
    hour = timezone.localtime(event.starts_at, begun.zone).time()
    post(client, outside(begun, "basics"), **again(time_zone="America/Los_Angeles"))
    begun.refresh_from_db()
    with within(begun):
        now = Event.objects.get(pk=event.pk)
    assert now.starts_at != event.starts_at
    assert timezone.localtime(now.starts_at, begun.zone).time() == hour


def test_once_it_runs_an_admin_outside_no_longer_sets_dates(client, admin, begun):
    begun.status = "running"
    begun.save()
    page = client.get(outside(begun, "basics"))
    assert page.context["form"].fields["starts_on"].disabled
    sent = again(name="New name", starts_on=day(10).isoformat(), time_zone="America/Denver")
    answer = post(client, outside(begun, "basics"), **sent)
    assert answer.url == outside(begun)
    before = (begun.starts_on, begun.time_zone)
    begun.refresh_from_db()
    assert (begun.starts_on, begun.time_zone) == before
    assert begun.name == "New name"


def test_once_it_runs_the_implementation_team_goes_through_the_preview(client, cast):
    one = cast.collaborative
    cast.sign_in(client, "implementation")
    sent = again(
        name=one.name,
        topic=one.topic,
        starts_on=one.starts_on.isoformat(),
        ends_on=(one.ends_on + timedelta(days=30)).isoformat(),
        holiday_subdivision="",
    )
    answer = post(client, inside(one, "basics"), **sent)
    assert answer.status_code == 302
    assert "/workplan/moves/" in answer.url
    ends = one.ends_on
    one.refresh_from_db()
    assert one.ends_on == ends


def test_who_may_move_dates_is_named(client, cast):
    cast.sign_in(client, "organization_admin")
    page = client.get(outside(cast.collaborative, "basics")).content.decode()
    assert cast.implementation.user.name in page
