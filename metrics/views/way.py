"""What got in the way of a month that did not come: one line, for learning and never a score."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest, url_in
from metrics import rules
from metrics.charts import sentence_label
from metrics.enums import Grain
from metrics.forms.missing import WayForm
from metrics.missing import is_asked_for
from metrics.models import MonthlySubmission
from metrics.periods import month_text, read_month
from metrics.queries import Clock
from metrics.services.missing import is_sent, say_what_got_in_the_way
from metrics.views.choice import query_of, team_or_404


@require_http_methods(["GET", "POST"])
def way(request: CollaborativeRequest, month: str) -> HttpResponse:
    """Ask in one field; on POST keep the answer and go back to the team's numbers."""
    team = team_or_404(request)
    if not rules.may_enter(request.member, team):
        raise PermissionDenied
    clock, day = Clock.of(request.collaborative), read_month(month)
    if day is None or not is_asked_for(team, day):
        raise Http404
    back = url_in(request.collaborative, "metrics:list") + query_of(request, team)
    if is_sent(team, day):
        messages.info(request, _("This month has come in. Thank you!"))
        return redirect(back)
    row = MonthlySubmission.objects.filter(team=team, month=day).first()
    said = row.got_in_the_way if row else ""
    form = WayForm(request.POST if request.method == "POST" else None, said=said, month=month)
    if request.method == "POST" and form.is_valid():
        say_what_got_in_the_way(
            team=team, month=day, by=request.member, text=form.cleaned_data["text"]
        )
        messages.success(request, _("Thank you. That helps us to make counting easier."))
        return redirect(back)
    context = {
        "team": team,
        "query": query_of(request, team),
        "form": form,
        "row": row if said else None,
        "month_name": month_text(day),
        "month_label": sentence_label(day, Grain.MONTH),
        "can_still_send": clock.today <= clock.closes_on(day),
        "closes_on": clock.closes_on(day),
    }
    return render(request, "metrics/way.html", context)
