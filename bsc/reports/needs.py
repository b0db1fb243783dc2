"""Reports that could not be made."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bsc.reports.models import Report
from bsc.reports.queries import for_list, reports_visible_to
from collaboratives.workplan.needs import MOST, Act, Asker, Need, Row
from metrics.charts import sentence_label
from metrics.enums import Grain


def failed_reports(asker: Asker) -> Need | None:
    """Name the reports that did not work and after which none did."""
    failed = for_list(reports_visible_to(asker.member)).filter(state=Report.State.FAILED)
    found = list(failed)
    if not found:
        return None
    return Need(
        "reports",
        ngettext(
            "%(count)s report could not be made", "%(count)s reports could not be made", len(found)
        )
        % {"count": len(found)},
        asker.url("reports:list"),
        "list",
        [
            Row(
                _("%(whose)s, %(month)s")
                % {
                    "whose": report.team.name if report.team else asker.collaborative.name,
                    "month": sentence_label(report.month, Grain.MONTH),
                },
                Act(_("Try again"), asker.url("reports:retry", pk=report.pk), post=True),
                report.reason,
            )
            for report in found[:MOST]
        ],
    )
