"""Who may do what with numbers."""

from django.db.models import QuerySet

from centers.models import Classroom, CoreTeam, RoomMember
from collaboratives.models import Membership
from metrics.models import ChartNote, Metric
from metrics.models.charting import ChartRow


def may_enter(member: Membership, team: CoreTeam) -> bool:
    """Everybody on the team counts, families too; the implementation team may on its behalf."""
    return member.is_implementation or team.pk in member.team_ids


def may_submit(member: Membership, team: CoreTeam) -> bool:
    """Leaders and the data contact send a month; the implementation team may on their behalf."""
    return member.is_implementation or member.leads(team.pk) or member.is_data_contact_of(team.pk)


def may_correct(member: Membership, team: CoreTeam) -> bool:
    """A month that was sent, and its weeks, are corrected by those who send it, with a reason.

    Whoever else counted something late asks one of them.
    """
    return may_submit(member, team)


def may_reopen(member: Membership) -> bool:
    """The implementation team opens a month again that was closed."""
    return member.is_implementation


def may_chase(member: Membership) -> bool:
    """The implementation team writes to those whose numbers are missing."""
    return member.is_implementation


def sees_all_teams(member: Membership) -> bool:
    """Implementation team and faculty see who sent what, and open every team's chart."""
    return member.is_implementation or member.is_faculty


def sees_team_names(member: Membership) -> bool:
    """An observer sees counts only, without names of teams."""
    return not member.is_observer


def sees_all_rooms(member: Membership, team: CoreTeam) -> bool:
    """Leaders and the data contact see the whole center; staff see every center."""
    return sees_all_teams(member) or member.leads(team.pk) or member.is_data_contact_of(team.pk)


def rooms_visible_to(member: Membership, team: CoreTeam) -> QuerySet[Classroom]:
    """Return the team's rooms whose own numbers this person sees, closed ones too, by name.

    A room's numbers are seen by those who work in it and by those who see all rooms.
    """
    rooms = Classroom.objects.filter(center=team.center_id).order_by("name", "pk")
    if sees_all_rooms(member, team):
        return rooms
    return rooms.filter(
        pk__in=RoomMember.objects.filter(team=team, member=member).values("classroom")
    )


def may_define(member: Membership) -> bool:
    """The implementation team says what all teams count."""
    return member.is_implementation


def may_keep_own(member: Membership, team_id: int) -> bool:
    """A team's leaders and its data contact may add a measure of its own."""
    return member.is_implementation or member.leads(team_id) or member.is_data_contact_of(team_id)


def may_change_measure(member: Membership, metric: Metric) -> bool:
    """Who may define it; a team's own measure also those who may keep one."""
    if metric.team_id is None:
        return may_define(member)
    return may_keep_own(member, metric.team_id)


def may_count(member: Membership, team: CoreTeam) -> bool:
    """Everybody on the team taps, in any of its rooms. Others do not: a tap bears no mark of whom."""
    return team.pk in member.team_ids


def may_manage_rooms(member: Membership, team: CoreTeam) -> bool:
    """Leaders keep the list of rooms and their cards; the implementation team on their behalf."""
    return member.is_implementation or member.leads(team.pk)


def may_take_along(member: Membership, team: CoreTeam | None) -> bool:
    """Whole files: of one team those who send its month, or with None of all teams.

    All teams: the implementation team in full, an observer without names. Others read the pages.
    """
    if team is None:
        return member.is_implementation or member.is_observer
    return may_submit(member, team)


def may_bring_in(member: Membership, team: CoreTeam | None) -> bool:
    """Those who send a team's month bring its files in; the implementation team for several."""
    return member.is_implementation if team is None else may_submit(member, team)


def may_note(member: Membership, team_id: int | None) -> bool:
    """Everybody on the team writes notes on its charts, and staff; of all teams' sums, staff."""
    return sees_all_teams(member) or (team_id is not None and team_id in member.team_ids)


def may_decide(member: Membership, team_id: int | None) -> bool:
    """Who begins a phase or leaves a point out: leaders, the data contact, staff.

    On the chart of all teams together, without a team: staff.
    """
    if sees_all_teams(member):
        return True
    return team_id is not None and (member.leads(team_id) or member.is_data_contact_of(team_id))


def may_change_note(member: Membership, note: ChartNote) -> bool:
    """What somebody wrote is changed by nobody else."""
    return note.by_id == member.pk and may_note(member, note.team_id)


def may_take_back(member: Membership, row: ChartRow) -> bool:
    """One's own note, and whatever those who decide about this chart find wrong."""
    if isinstance(row, ChartNote) and may_change_note(member, row):
        return True
    return may_decide(member, row.team_id)


def sees_small_groups(member: Membership, team: CoreTeam | None) -> bool:
    """The team itself sees its own small numbers; nobody from outside does."""
    return team is not None and team.pk in member.team_ids
