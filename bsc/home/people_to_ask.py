"""Whom a member may turn to, what for, and how to reach them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from collaboratives.enums import Competency, Duty, Role
from collaboratives.models import Membership, MembershipRole
from collaboratives.queries import roles_held_today, with_hats
from collaboratives.rules import may_see_contact_of


@dataclass
class PersonToAsk:
    """Somebody to ask. ``address`` is empty where the reader may not see it.

    Everybody may write to the implementation team: the message goes by mail, so that nobody's
    address has to be shown to somebody who may not see it.
    """

    member: Membership
    role: MembershipRole
    may_write: bool = False
    address: str = ""
    what_for: list[str] = field(default_factory=list)


def people_to_ask(member: Membership) -> list[PersonToAsk]:
    """Return whom to ask, each person once, those nearest to the reader first.

    The leaders of the reader's teams, the point person of their center, then whoever of the
    implementation team is there for the reader's kind of question, then the rest of it. Takes as
    many queries for three people as for one.
    """
    once: dict[int, PersonToAsk] = {}
    people = {one.pk: one for one in _candidates(member)}
    for other, role, what_for in _in_order(member, list(people.values())):
        found = once.setdefault(other.pk, PersonToAsk(other, role))
        found.may_write = found.may_write or role.role == Role.IMPLEMENTATION
        if what_for and what_for not in found.what_for:
            found.what_for.append(what_for)
    for found in once.values():
        # The rights of whoever leads nobody need no look: that would be queries for each person.
        leads = any(member.leads(team) for team in found.member.team_ids)
        if (member.is_implementation or leads) and may_see_contact_of(member, found.member):
            found.address = found.member.user.email or ""
    return list(once.values())


def _candidates(member: Membership) -> list[Membership]:
    held = roles_held_today().exclude(membership=member)
    leaders = held.filter(team__in=member.team_ids, role__in=(Role.TEAM_LEADER, Role.SENIOR_LEADER))
    staff = held.filter(role=Role.IMPLEMENTATION)
    wanted = (leaders | staff).order_by().values("membership")
    return list(with_hats(Membership.objects.filter(pk__in=wanted)).order_by("user__name", "pk"))


def _in_order(
    member: Membership, people: list[Membership]
) -> Iterator[tuple[Membership, MembershipRole, str]]:
    leading = [(one, hat) for one in people for hat in one.hats if _leads(hat, member)]
    for one, hat in sorted(leading, key=lambda pair: pair[1].role != Role.TEAM_LEADER):
        yield one, hat, ""
    staff = [(one, hat) for one in people for hat in one.hats if hat.role == Role.IMPLEMENTATION]
    points = {team.point_person_id: team.name for team in member.teams if team.point_person_id}
    for one, hat in staff:
        if one.pk in points:
            yield one, hat, _("%(team)s: anything at all") % {"team": points[one.pk]}
    for key, what_for in _purposes(member):
        for one, hat in staff:
            if key in (*hat.competencies, *hat.duties):
                yield one, hat, what_for
    for one, hat in staff:
        yield one, hat, ""


def _leads(hat: MembershipRole, member: Membership) -> bool:
    return hat.team_id in member.team_ids and hat.role in (Role.TEAM_LEADER, Role.SENIOR_LEADER)


def _purposes(member: Membership) -> list[tuple[str, str]]:
    """Return what people are asked about by competency or duty, the reader's own first."""
    general: list[tuple[str, str]] = [
        (Competency.CENTER_COMMUNICATION, _("What is going on, and when")),
        (Competency.DATA_CAPACITY, _("Counting and numbers")),
        (Duty.TECHNICAL_HELP, _("A page, a link or a phone that does not work")),
    ]
    for_families = (Competency.FAMILY_ENGAGEMENT, _("Anything on a family’s mind"))
    if Role.FAMILY in member.roles:
        return [for_families, *general]
    if Role.FACULTY in member.roles:
        return [(Duty.FACULTY_LIAISON, _("Anything on a coach’s mind")), *general, for_families]
    return [*general, for_families]
