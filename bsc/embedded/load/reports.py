"""The reports of the last month that is complete enough to be told, as the report day made them."""

from bsc.embedded.load.story import Story
from bsc.reports.pdf import pdf_is_available
from bsc.reports.services import build_report, order_report
from metrics import periods
from metrics.queries import Clock, active_teams


def load(story: Story) -> None:
    """Make the reports of the month before last for the first team and the collaborative.

    The others are made with one button. Nothing where PDFs are off or nobody counted yet.
    """
    team = active_teams().filter(values__isnull=False).first()
    if team is None or not pdf_is_available():
        return
    month = periods.add_months(Clock.of(story.collaborative).ended, -1)
    for owner in (None, team):
        report = order_report(collaborative=story.collaborative, team=owner, month=month, by=None)
        build_report(report.pk)
