"""The reports of the last month that is complete enough to be told, as the report day made them."""

import datetime as dt

from bsc.embedded.load.story import Story
from bsc.reports.pdf import pdf_is_available
from bsc.reports.services.building import build_report
from bsc.reports.services.ordering import order_report
from bsc.reports.services.stories import tell_story
from bsc.reports.stories import tests_to_tell
from metrics import periods
from metrics.queries import Clock, active_teams

COORDINATOR = "hana-whitcomb"
STORIES = 2


def load(story: Story) -> None:
    """Make the reports of the month before last for the first team and the collaborative.

    The others are made with one button. Nothing where PDFs are off or nobody counted yet.
    """
    team = active_teams().filter(values__isnull=False).first()
    if team is None or not pdf_is_available():
        return
    month = periods.add_months(Clock.of(story.collaborative).ended, -1)
    _stories(story, month)
    for owner in (None, team):
        report = order_report(
            collaborative=story.collaborative,
            team=owner,
            month=month,
            language="en",
            by=None,
            wake=lambda _report: None,
        )
        build_report(report.pk)


def _stories(story: Story, month: dt.date) -> None:
    """What two teams learned, in their own words."""
    by = story.people.get(COORDINATOR)
    if by is None:
        return
    learned = tests_to_tell(story.collaborative, month).exclude(what_we_learned="")
    for cycle in learned[:STORIES]:
        told = tell_story(month=month, cycle=cycle, words=cycle.what_we_learned, revision=0, by=by)
        told.language = cycle.language
        told.save(update_fields=["language"])
