"""Making a release: what changed since the last one, a note, and the question about equity."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboratives.framework.differences import difference
from collaboratives.framework.equity import drivers_that_mention, measures_by_group
from collaboratives.framework.forms.release import ReleaseForm
from collaboratives.framework.models import ChangeFramework, FrameworkRelease
from collaboratives.framework.queries import current_release
from collaboratives.framework.services import ReleasedMeanwhileError, release, snapshot_of
from collaboratives.framework.shape import as_snapshot
from collaboratives.framework.telling import tell
from collaboratives.framework.views.parts import editors_only, framework_or_404, typed_again
from collaboratives.http import CollaborativeRequest, url_in


@require_http_methods(["GET", "POST"])
def release_new(request: CollaborativeRequest) -> HttpResponse:
    """Show what would be released, and release it."""
    editors_only(request)
    framework, last = framework_or_404(), current_release()
    snapshot = snapshot_of(framework)
    changes = difference(last.snapshot if last else as_snapshot({}), snapshot)
    following = (last.version if last else 0) + 1
    sent = request.POST if request.method == "POST" else None
    form = ReleaseForm(sent, initial={"version": following})
    if form.is_bound and form.is_valid():
        answer = _release(request, framework, form)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "framework": framework,
        "last": last,
        "version": following,
        "is_same": bool(last) and not changes,
        "changes": tell(changes) if last else [],
        "mentions": drivers_that_mention(snapshot),
        "by_group": measures_by_group(),
    }
    return render(request, "framework/release_new.html", context)


def _release(
    request: CollaborativeRequest, framework: ChangeFramework, form: ReleaseForm
) -> HttpResponse | None:
    given = form.cleaned_data
    try:
        made = release(
            framework=framework,
            note=given["note"],
            by=request.member,
            equity=given["equity"],
            equity_why=given["equity_why"],
            version=given["version"],
            unless_same=True,
        )
    except ReleasedMeanwhileError as error:
        made = error.standing
        if not _is_double_click(made, request, form):
            form.add_error(None, _("Somebody else made a release meanwhile. Look at what is left."))
            typed_again(form, version=made.version + 1)
            return None
    except ValidationError as error:
        form.add_error(None, error)
        return None
    messages.success(request, _("Release %(version)s is made.") % {"version": made.version})
    return redirect(url_in(request.collaborative, "framework:release", version=made.version))


def _is_double_click(
    made: FrameworkRelease, request: CollaborativeRequest, form: ReleaseForm
) -> bool:
    return made.released_by_id == request.member.pk and made.note == form.cleaned_data["note"]
