"""Who may do what with an agenda (design, section 3: faculty edit what they lead)."""

from collaboratives.models import Membership
from learning_sessions.models import AgendaItem


def may_build(member: Membership) -> bool:
    """Whether they put the day together: add, move and take out items."""
    return member.is_implementation


def may_edit(member: Membership, item: AgendaItem) -> bool:
    """Whether they change this item: the implementation team, and faculty what they lead."""
    leads = any(lead.membership_id == member.pk for lead in item.leads.all())
    return member.is_implementation or (member.is_faculty and leads)


def may_read_faculty_notes(member: Membership) -> bool:
    """Whether they read what is written for those who lead."""
    return member.is_faculty or member.is_implementation
