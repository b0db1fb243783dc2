"""How reports are made."""

from collections.abc import Sequence

from django.db import transaction

from bsc.audit.services import record
from bsc.reports.models import ReportSettings
from bsc.reports.queries import settings_of
from collaboratives.models import Collaborative, Membership


@transaction.atomic
def save_settings(
    *, collaborative: Collaborative, paper: str, languages: Sequence[str], by: Membership
) -> ReportSettings:
    """Keep paper and languages for the reports made from now on; those that stand stay."""
    chosen = settings_of(collaborative)
    chosen.paper, chosen.languages = paper, list(languages)
    chosen.full_clean(exclude=["collaborative"])
    chosen.save()
    record(
        action="report_settings.changed",
        by=by.user,
        target=chosen,
        collaborative=collaborative,
        summary=str(chosen),
    )
    return chosen
