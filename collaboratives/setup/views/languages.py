"""Which languages can be chosen in the collaborative."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bsc.accounts.forms import languages as known_languages
from bsc.accounts.http import sent
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.queries import roles_held_today
from collaboratives.setup.enums import SettingsPart
from collaboratives.setup.forms.settings import LanguagesForm
from collaboratives.setup.services.keeping import change_settings
from collaboratives.setup.views.settings import refuse_others, say_saved


@require_http_methods(["GET", "POST"])
def languages(request: CollaborativeRequest) -> HttpResponse:
    """Show who reads which language; change which are offered."""
    refuse_others(request)
    form = LanguagesForm(sent(request), collaborative=request.collaborative)
    others: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        others = form.meanwhile()
        if not others:
            changed = change_settings(
                collaborative=request.collaborative,
                part=SettingsPart.LANGUAGES,
                state=form.state,
                by=request.member,
            )
            say_saved(request, changed=changed is not None)
            return redirect(url_in(request.collaborative, "setup:settings"))
    context = {"form": form, "others": others, "readers": _readers()}
    return render(request, "setup/languages.html", context)


def _readers() -> list[tuple[str, str, int]]:
    """Return (code, name, how many people read it) of each language of the site, in one query."""
    rows = roles_held_today().order_by().values_list("membership__user__language")
    counted = dict(rows.annotate(people=Count("membership", distinct=True)))
    return [(code, name, counted.get(code, 0)) for code, name in known_languages()]
