"""Making a collaborative and changing its first step."""

import datetime as dt
import uuid
from base64 import b32encode
from typing import Any

from django.db import transaction
from django.utils import formats, timezone
from django.utils.crypto import salted_hmac
from django.utils.text import slugify

from bsc.accounts.models import User
from bsc.audit.services import record
from bsc.tenancy.doors import inside
from collaboratives.models import Collaborative, Membership, Organization
from collaboratives.schedule.models import Event
from collaboratives.schedule.moving import EventWish, StartWish
from collaboratives.schedule.rescheduling import reschedule
from collaboratives.setup.enums import SetUpStep
from collaboratives.setup.rules import dates_are_free
from collaboratives.setup.services.calls import plan_standing_calls

STEM = 40  # characters of the name that go into the address
ENDINGS = (5, 8)
SPAN = ("starts_on", "ends_on")


@transaction.atomic
def start_set_up(
    *, organization: Organization, user: User, token: uuid.UUID, **basics: Any
) -> Collaborative:
    """Make a collaborative that is being set up, and its admin's membership without a role.

    Its address is made of the name and an ending that has nothing to do with which names are
    taken on this installation. The same ``token`` returns the collaborative it made. The caller
    has checked that the user administers the organization.
    """
    endings = [ending_of(organization, token, length) for length in ENDINGS]
    own = Collaborative.objects.select_related("organization").filter(organization=organization)
    for ending in endings:
        standing = own.filter(slug__endswith=f"-{ending}").first()
        if standing is not None:
            return standing
    stem = slugify(basics["name"])[:STEM].strip("-") or "collaborative"
    slugs = [f"{stem}-{ending}" for ending in endings]
    taken = set(Collaborative.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    collaborative = Collaborative(
        organization=organization, slug=next(slug for slug in slugs if slug not in taken), **basics
    )
    # A second click is the database's to notice (TenantScopeMiddleware), not the writer's error.
    collaborative.full_clean(exclude=["slug"])
    collaborative.set_up_steps = [SetUpStep.BASICS]
    collaborative.save()
    with inside(collaborative):
        by = hand_of(collaborative=collaborative, user=user)
        _record("collaborative.started", collaborative, by, collaborative.name)
    return collaborative


def ending_of(organization: Organization, token: uuid.UUID, length: int) -> str:
    """Return the end of an address: always the same for one form of one organization."""
    digest = salted_hmac("collaboratives.setup", f"{organization.pk}:{token}").digest()
    return b32encode(digest).decode().lower()[:length]


def hand_of(*, collaborative: Collaborative, user: User) -> Membership:
    """Return the membership that a person's deeds are kept under; without a role it opens nothing.

    An admin who sets up is no member, yet an invitation and a release name who made them.
    """
    row, _made = Membership.objects.get_or_create(collaborative=collaborative, user=user)
    return row


@transaction.atomic
def change_basics(
    *, collaborative: Collaborative, by: Membership, **basics: Any
) -> StartWish | None:
    """Change name, topic, dates and days off; audited from what to what. Idempotent.

    While it is being set up, dates and time zone count at once: calls follow the dates, and every
    event keeps the time on the clock. Once it runs, the time zone stays, and other first and last
    days are returned as a wish, for what hangs on them has to be looked at before.
    """
    row = Collaborative.objects.select_for_update(of=("self",)).get(pk=collaborative.pk)
    wish = None
    if not dates_are_free(row):
        basics.pop("time_zone", None)
        span = StartWish(*(basics.pop(name, getattr(row, name)) for name in SPAN))
        wish = span if span != StartWish(row.starts_on, row.ends_on) else None
    changed = {
        name: (getattr(row, name), value)
        for name, value in basics.items()
        if getattr(row, name) != value
    }
    if not changed:
        return wish
    for name, (_before, value) in changed.items():
        setattr(row, name, value)
    row.revision += 1
    row.full_clean()
    row.save(update_fields=[*changed, "revision"])
    for name in (*changed, "revision"):
        setattr(collaborative, name, getattr(row, name))
    said = "; ".join(f"{name}: {_said(a)} → {_said(b)}" for name, (a, b) in changed.items())
    _record("collaborative.changed", row, by, said)
    if "time_zone" in changed:
        _keep_the_clock(row, changed["time_zone"][0], by)
    if changed.keys() & {*SPAN, "time_zone"}:
        plan_standing_calls(collaborative=row, by=by)
    return wish


def _keep_the_clock(collaborative: Collaborative, before: str, by: Membership) -> None:
    """Let every event take place at the hour it was typed with."""
    old = Collaborative(time_zone=before).zone

    def moved(moment: dt.datetime) -> dt.datetime:
        return timezone.localtime(moment, old).replace(tzinfo=collaborative.zone)

    wishes = [
        EventWish(event.pk, moved(event.starts_at), moved(event.ends_at), event.days)
        for event in Event.objects.filter(collaborative=collaborative)
    ]
    reschedule(collaborative=collaborative, wishes=wishes, by=by)


@transaction.atomic
def mark_done(*, collaborative: Collaborative, step: SetUpStep) -> None:
    """Keep that somebody has finished a step. Idempotent."""
    row = Collaborative.objects.select_for_update(of=("self",)).get(pk=collaborative.pk)
    if step not in row.set_up_steps:
        row.set_up_steps = [*row.set_up_steps, step]
        row.save(update_fields=["set_up_steps"])
    collaborative.set_up_steps = row.set_up_steps


def _said(value: Any) -> str:
    if isinstance(value, dt.date):
        return formats.date_format(value, "Y-m-d")
    return str(len(value)) if isinstance(value, list) else str(value)


def _record(action: str, collaborative: Collaborative, by: Membership, summary: str) -> None:
    record(
        action=action,
        by=by.user,
        target=collaborative,
        collaborative=collaborative,
        summary=summary,
    )
