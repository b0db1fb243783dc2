"""Words of one's own: a network of clinics says clinic where others say center."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import sent
from bsc.tenancy.wording.terms import LANGUAGES
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.languages import offered
from collaboratives.setup.enums import SettingsPart
from collaboratives.setup.forms.terms import TermsForm
from collaboratives.setup.services.keeping import change_settings
from collaboratives.setup.views.settings import refuse_others, say_saved

LOOK, STANDARD = "look", "standard"
# The words that a network renames first; the others stand in a list below.
FIRST = ("center", "center_team", "team", "teacher", "family_member", "coach")


@require_http_methods(["GET", "POST"])
def terms(request: CollaborativeRequest) -> HttpResponse:
    """Show the words of one language with examples; ``do=look`` shows examples and saves nothing."""
    refuse_others(request)
    language = _language(request)
    form = TermsForm(sent(request), collaborative=request.collaborative, language=language)
    do = request.POST.get("do", "")
    if do == STANDARD:
        return _back_to_standard(request, language)
    others: list[tuple[str, str]] = []
    if request.method == "POST" and do != LOOK and form.is_valid():
        others = form.meanwhile()
        if not others:
            changed = change_settings(
                collaborative=request.collaborative,
                part=SettingsPart.TERMS,
                state=form.state,
                by=request.member,
            )
            say_saved(request, changed=changed is not None)
            return redirect(_here(request, language))
    rows = list(form.rows())
    context = {
        "form": form,
        "others": others,
        "language": language,
        "languages": [
            one for one in offered(request.collaborative, kept=language) if one[0] in LANGUAGES
        ],
        "first": [row for row in rows if row.key in FIRST],
        "more": [row for row in rows if row.key not in FIRST],
        "more_used": any(row.is_used for row in rows if row.key not in FIRST),
        "has_own": bool(request.collaborative.terms.get(language)),
    }
    return render(request, "setup/terms.html", context)


def _language(request: CollaborativeRequest) -> str:
    """Return the language asked for, or the reader's."""
    wanted = request.GET.get("language", "")
    known = (wanted, request.user.language, LANGUAGES[0])
    return next(code for code in known if code in LANGUAGES)


def _back_to_standard(request: CollaborativeRequest, language: str) -> HttpResponse:
    rest = {code: own for code, own in request.collaborative.terms.items() if code != language}
    change_settings(
        collaborative=request.collaborative,
        part=SettingsPart.TERMS,
        state={"terms": rest},
        by=request.member,
    )
    messages.success(
        request,
        _(
            "The pages say the standard words again. You can undo it at the end of the settings page."
        ),
    )
    return redirect(_here(request, language))


def _here(request: CollaborativeRequest, language: str) -> str:
    return f"{url_in(request.collaborative, 'setup:terms')}?language={language}"
