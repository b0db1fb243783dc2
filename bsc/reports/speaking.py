"""The language and the clock of a report, whoever asked for it and wherever it is made."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone, translation

from bsc.reports.content import Content, collaborative_report, team_report
from centers.models import CoreTeam
from collaboratives.models import Collaborative


@contextmanager
def speaking(collaborative: Collaborative, language: str) -> Iterator[None]:
    """Speak this language, in the collaborative's time zone."""
    with translation.override(language), timezone.override(collaborative.zone):
        yield


def content_of(
    collaborative: Collaborative, team: CoreTeam | None, month: dt.date, language: str
) -> Content:
    """Return what the report of a team, or of the collaborative, says now in a language."""
    with speaking(collaborative, language):
        return team_report(team, month) if team else collaborative_report(collaborative, month)
