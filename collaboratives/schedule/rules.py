"""Who may do what with an event (D3: edit what they lead; own answer; group notes for the group)."""

from collections.abc import Sequence

from django.utils import timezone

from collaboratives.models import Membership
from collaboratives.schedule.enums import Audience
from collaboratives.schedule.models import AffinityGroup, Event
from collaboratives.schedule.queries import Groups, is_concerned


def may_plan(member: Membership) -> bool:
    """Whether they make new events and series."""
    return member.is_implementation


def leads(member: Membership, event: Event) -> bool:
    """Whether they lead it."""
    return any(leader.membership_id == member.pk for leader in event.leaders.all())


def may_edit(member: Membership, event: Event) -> bool:
    """Whether they change it: the implementation team, and faculty what they lead."""
    return member.is_implementation or (member.is_faculty and leads(member, event))


def may_edit_all(member: Membership, events: Sequence[Event]) -> bool:
    """Whether they change several dates at once: each of them must be theirs to change."""
    return bool(events) and all(may_edit(member, event) for event in events)


def may_see_answers(member: Membership, event: Event) -> bool:
    """Whether they see who comes and what people need."""
    return may_edit(member, event)


def may_answer(member: Membership, event: Event) -> bool:
    """Whether their own answer is asked: it concerns them and still lies ahead."""
    return not event.is_over and not event.is_cancelled and is_concerned(member, event)


def may_read_notes(member: Membership, event: Event) -> bool:
    """Whether they read the notes: a group's only those in it, who lead it or look after it."""
    if event.audience != Audience.GROUP:
        return True
    return leads(member, event) or event.group_id in Groups().open_to(member)


def leads_the_group_of(member: Membership, other: Membership) -> bool:
    """Whether somebody leads the affinity group of somebody else; both need their hats."""
    group: AffinityGroup | None = Groups().of(other)
    return group is not None and any(lead.membership_id == member.pk for lead in group.leads.all())


def may_note_attendance(member: Membership, event: Event) -> bool:
    """Whether they note who came: those who may change it, once it has begun."""
    begun = event.starts_at <= timezone.now()
    return begun and not event.is_cancelled and may_edit(member, event)
