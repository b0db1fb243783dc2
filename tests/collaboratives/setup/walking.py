"""What the tests of the wizard share: its addresses, and what a person types into each step."""

import uuid
from datetime import date, timedelta

from django.utils import timezone
from django_scopes import scope

from collaboratives.models import Collaborative

STEPS = ("basics", "framework", "sessions", "measures", "people", "finish")
TODAY = timezone.localdate()


def day(weeks: int, weekday: int = 2) -> date:
    """A Wednesday (or another weekday) that many weeks ahead; no holiday is meant by it."""
    monday = TODAY - timedelta(days=TODAY.weekday())
    return monday + timedelta(weeks=weeks, days=weekday)


def within(collaborative):
    return scope(collaborative=collaborative, organization=collaborative.organization)


def outside(collaborative, step="") -> str:
    """The organization's side of a step."""
    slug = collaborative.organization.slug
    return f"/o/{slug}/set-up/{collaborative.slug}/" + (f"{step}/" if step else "")


def inside(collaborative, step="") -> str:
    """The implementation team's side of a step."""
    return f"/c/{collaborative.slug}/settings/set-up/" + (f"{step}/" if step else "")


def basics(**changes) -> dict[str, str]:
    return {
        "name": "Growing Together",
        "topic": "Social and emotional learning",
        "starts_on": day(2, 0).isoformat(),
        "ends_on": day(100, 4).isoformat(),
        "time_zone": "America/New_York",
        "holiday_country": "US",
        "holiday_subdivision": "PA",
        "closed_days": "",
        "token": str(uuid.uuid4()),
    } | changes


def sessions(**changes) -> dict[str, str]:
    """Three sessions and a Pre-Work Day, no calls; on Wednesdays, holidays are confirmed apart."""
    return {
        "pre_work_on": day(30).isoformat(),
        "session_1": day(36).isoformat(),
        "days_1": "1",
        "session_2": day(50).isoformat(),
        "days_2": "1",
        "session_3": day(64).isoformat(),
        "days_3": "1",
        "days_4": "1",
        "days_5": "1",
        "begins_at": "08:30",
        "ends_at": "16:00",
    } | changes


def stamped(page, **sent) -> dict[str, str]:
    """Add what the page says the writer saw."""
    return sent | {"stamp": page.context["form"].initial["stamp"]}


def post(client, url, **sent):
    """Open a step and send it, as a person does."""
    page = client.get(url)
    form = page.context["form"]
    return client.post(url, sent | ({"stamp": form.initial["stamp"]} if form else {}))


def only(organization) -> Collaborative:
    """The one collaborative of an organization."""
    return Collaborative.objects.select_related("organization").get(organization=organization)
