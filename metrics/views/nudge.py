"""A personal letter about a month that is not in, from a person to a person."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centers.models import CoreTeam
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.models import Membership
from metrics import rules
from metrics.charts import sentence_label
from metrics.completeness import whom_to_ask
from metrics.enums import Grain
from metrics.forms.missing import NudgeForm
from metrics.letters import letter_to, mail_program_link
from metrics.missing import is_asked_for, last_nudges
from metrics.models import Nudge
from metrics.periods import month_text, read_month
from metrics.queries import teams_visible_to
from metrics.services.missing import is_sent, send_nudge

SOON = dt.timedelta(days=3)


@require_http_methods(["GET", "POST"])
def nudge(request: CollaborativeRequest, pk: int, month: str) -> HttpResponse:
    """Show the letter ready to be changed; on POST send it, once."""
    team = get_object_or_404(teams_visible_to(request.member), pk=pk)
    if not rules.may_chase(request.member):
        raise PermissionDenied
    day = read_month(month)
    if day is None or not is_asked_for(team, day):
        raise Http404
    back = url_in(request.collaborative, "metrics:overview")
    if is_sent(team, day):
        messages.info(request, _("This month has come in. There is nothing to ask for."))
        return redirect(back)
    contact, last = whom_to_ask(team), last_nudges([team], [day]).get((team.pk, day))
    letter = letter_to(team, day, contact, request.member)
    form = NudgeForm(
        request.POST if request.method == "POST" else None,
        letter=letter,
        asks_again=_is_soon(request, last),
    )
    if request.method == "POST" and form.is_valid() and _send(request, form, team, day, contact):
        return redirect(back)
    address = (contact.user.email if contact else "") or ""
    context = {
        "team": team,
        "form": form,
        "contact": contact,
        "address": address,
        "last": last,
        "letter": letter,
        "month_name": month_text(day),
        "month_label": sentence_label(day, Grain.MONTH),
        "month_query": f"?team={team.pk}",
        "mailto": mail_program_link(letter, team, day, address) if address else "",
    }
    return render(request, "metrics/nudge.html", context)


def _is_soon(request: CollaborativeRequest, last: Nudge | None) -> bool:
    """Whether somebody wrote in the last three days; the same form sent twice is not asked."""
    if last is None or timezone.now() - last.sent_at > SOON:
        return False
    return str(last.token) != request.POST.get("token")


def _send(
    request: CollaborativeRequest,
    form: NudgeForm,
    team: CoreTeam,
    month: dt.date,
    contact: Membership | None,
) -> bool:
    if contact is None:
        form.add_error(None, _("Nobody is named for this team's numbers."))
        return False
    try:
        send_nudge(
            team=team,
            month=month,
            to=contact,
            by=request.member,
            letter=form.letter,
            token=form.cleaned_data["token"],
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    messages.success(request, _("Your letter to %(name)s is on its way.") % {"name": contact})
    return True
