"""Keeping the rooms of a center, who works in them, and their cards."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.audit.services import record
from centers.models import Classroom, CoreTeam, RoomMember
from collaboratives.models import Membership
from metrics.models import RoomCard
from metrics.services.counts import lock


@transaction.atomic
def add_room(*, team: CoreTeam, name: str, by: Membership) -> Classroom:
    """Add a room to the team's center; one of that name that was closed opens again. Idempotent."""
    lock(team)
    room = Classroom.objects.filter(center=team.center_id, name__iexact=name).first()
    if room and not room.is_closed:
        return room
    if room is None:
        room = Classroom(organization=team.organization, center=team.center, name=name)
    room.is_closed = False
    room.full_clean()
    room.save()
    _record("room.added", team, room, by)
    return room


@transaction.atomic
def rename_room(*, team: CoreTeam, room: Classroom, name: str, by: Membership) -> Classroom:
    """Give a room another name; ValidationError when a room of the center has it already."""
    lock(team)
    if room.name == name:
        return room
    others = Classroom.objects.filter(center=team.center_id, name__iexact=name).exclude(pk=room.pk)
    if others.exists():
        raise ValidationError({"name": _("Another room has this name already.")})
    room.name = name
    room.full_clean()
    room.save()
    _record("room.renamed", team, room, by)
    return room


@transaction.atomic
def close_room(*, team: CoreTeam, room: Classroom, by: Membership) -> Classroom:
    """Count no more in a room; its cards stop working, its numbers stay. Idempotent."""
    lock(team)
    if not room.is_closed:
        room.is_closed = True
        room.save()
        _revoke(team, room, by)
        _record("room.closed", team, room, by)
    return room


@transaction.atomic
def choose_people(
    *, team: CoreTeam, room: Classroom, people: Collection[Membership], by: Membership
) -> None:
    """Say who works in a room, and so sees what is counted there. Idempotent."""
    lock(team)
    chosen = {member.pk for member in people}
    rows = RoomMember.objects.filter(team=team, classroom=room)
    standing = set(rows.values_list("member", flat=True))
    if chosen == standing:
        return
    rows.exclude(member__in=chosen).delete()
    RoomMember.objects.bulk_create(
        [
            RoomMember(
                collaborative=team.collaborative,
                organization=team.organization,
                team=team,
                classroom=room,
                member_id=pk,
            )
            for pk in chosen - standing
        ]
    )
    _record("room.people", team, room, by)


@transaction.atomic
def make_card(*, team: CoreTeam, room: Classroom, by: Membership) -> RoomCard:
    """Return the room's card that works; make one where there is none. Idempotent."""
    lock(team)
    return live_card(team, room) or _new_card(team, room, by)


@transaction.atomic
def renew_card(*, team: CoreTeam, room: Classroom, by: Membership) -> RoomCard:
    """Make a new card; the one before stops working at once."""
    lock(team)
    _revoke(team, room, by)
    return _new_card(team, room, by)


@transaction.atomic
def revoke_card(*, team: CoreTeam, room: Classroom, by: Membership) -> None:
    """Stop the room's card. Idempotent."""
    lock(team)
    if _revoke(team, room, by):
        _record("room_card.revoked", team, room, by)


def live_card(team: CoreTeam, room: Classroom) -> RoomCard | None:
    """Return the room's card that works today, if there is one."""
    cards = RoomCard.objects.filter(team=team, classroom=room, revoked_at=None)
    return cards.order_by("pk").last()


def _new_card(team: CoreTeam, room: Classroom, by: Membership) -> RoomCard:
    if room.is_closed:
        raise ValidationError(_("This room is closed."))
    card = RoomCard.objects.create(
        collaborative=team.collaborative,
        organization=team.organization,
        team=team,
        classroom=room,
        made_by=by,
    )
    _record("room_card.made", team, card, by)
    return card


def _revoke(team: CoreTeam, room: Classroom, by: Membership) -> int:
    cards = RoomCard.objects.filter(team=team, classroom=room, revoked_at=None)
    return cards.update(revoked_at=timezone.now(), revoked_by=by)


def _record(action: str, team: CoreTeam, target: Classroom | RoomCard, by: Membership) -> None:
    record(
        action=action,
        by=by.user,
        target=target,
        collaborative=team.collaborative,
        summary=f"{team.name}: {target if isinstance(target, Classroom) else target.classroom}",
    )
