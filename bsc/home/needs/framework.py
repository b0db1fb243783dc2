"""Comments on the draft framework that nobody has settled."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboratives.framework.queries import open_comments
from collaboratives.workplan.needs import MOST, Act, Asker, Need, Row


def comments(asker: Asker) -> Need | None:
    """Name the first comments on the framework that are open."""
    found = list(open_comments())
    if not found:
        return None
    page = asker.url("framework:comments")
    return Need(
        "comments",
        ngettext(
            "%(count)s comment on the framework is open",
            "%(count)s comments on the framework are open",
            len(found),
        )
        % {"count": len(found)},
        page,
        "chat",
        [
            Row(comment.text, Act(_("Answer"), asker.url("framework:comment", pk=comment.pk)))
            for comment in found[:MOST]
        ],
    )
