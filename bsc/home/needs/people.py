"""Invitations that nobody followed, and what nobody of the team covers."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centers.models import CoreTeam
from collaboratives.models import Invitation
from collaboratives.queries import invitations_visible_to, still_waiting
from collaboratives.services.invitations import OPEN_FOR
from collaboratives.setup import covering
from collaboratives.workplan.needs import MOST, Act, Asker, Need, Row

# So long nobody has come by an invitation before somebody is asked to look after it.
PATIENCE_DAYS = 7


def pending_invitations(asker: Asker) -> Need | None:
    """Name the invitations by which nobody came for a week, those that ran out first."""
    sent_before = asker.now - dt.timedelta(days=PATIENCE_DAYS)
    pending = still_waiting(invitations_visible_to(asker.member)).filter(
        used=0, expires_at__lt=sent_before + OPEN_FOR
    )
    number = pending.count()
    if not number:
        return None
    return Need(
        "invitations",
        ngettext(
            "%(count)s invitation has waited for more than a week",
            "%(count)s invitations have waited for more than a week",
            number,
        )
        % {"count": number},
        asker.url("collaboratives:invitations"),
        "mail",
        [_invited(asker, row) for row in pending.order_by("expires_at", "pk")[:MOST]],
    )


def _invited(asker: Asker, row: Invitation) -> Row:
    renew = asker.url("collaboratives:invitation_renew", pk=row.pk)
    day = date_format(localtime(row.expires_at), "MONTH_DAY_FORMAT")
    when = _("ran out on %(day)s") if row.expires_at <= asker.now else _("works until %(day)s")
    return Row(
        row.name_hint or row.email or str(row.get_role_display()),
        Act(_("Send again") if row.email else _("30 more days"), renew, post=True),
        _("%(place)s, %(when)s")
        % {
            "place": row.team.name if row.team else row.get_role_display(),
            "when": when % {"day": day},
        },
        asker.url("collaboratives:invitation", pk=row.pk),
    )


def nobody_holds(asker: Asker) -> Need | None:
    """Name the competencies of the implementation team that nobody holds."""
    covers = covering.competencies(list(covering.roles_on_the_team()))
    free = [cover for cover in covers if cover.is_open]
    if not free:
        return None
    page = asker.url("setup:coverage")
    return Need(
        "competencies",
        ngettext(
            "%(count)s competency of the team is held by nobody",
            "%(count)s competencies of the team are held by nobody",
            len(free),
        )
        % {"count": len(free)},
        page,
        "groups",
        [Row(cover.label, Act(_("Name somebody"), page)) for cover in free[:MOST]],
    )


def without_point_person(asker: Asker) -> Need | None:
    """Name the centers that have no point person on the implementation team."""
    on_the_team = covering.roles_on_the_team().order_by().values("membership")
    teams = CoreTeam.objects.exclude(status=CoreTeam.Status.LEFT)
    alone = list(
        teams.exclude(point_person__in=on_the_team)
        .order_by("name", "pk")
        .values_list("name", flat=True)
    )
    if not alone:
        return None
    page = asker.url("setup:coverage")
    return Need(
        "point_people",
        ngettext(
            "%(count)s center has no point person",
            "%(count)s centers have no point person",
            len(alone),
        )
        % {"count": len(alone)},
        page,
        "school",
        [Row(name, Act(_("Name somebody"), page)) for name in alone[:MOST]],
    )
