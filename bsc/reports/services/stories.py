"""Choosing the stories of a month."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation

from bsc.audit.services import record
from bsc.reports.models import ReportStory
from collaboratives.models import Membership
from pdsa.models import Cycle


class StoryChangedError(Exception):
    """Somebody else changed the story in the meantime."""

    def __init__(self, story: ReportStory) -> None:
        super().__init__(f"revision {story.revision}")
        self.story = story


@transaction.atomic
def tell_story(
    *, month: dt.date, cycle: Cycle, words: str, revision: int, by: Membership
) -> ReportStory:
    """Put a shared test into the month's report, last, or write its story anew.

    ``revision`` is the one that was read, 0 for none; StoryChangedError where another stands now
    with other words. Idempotent: sent twice, there is one story.
    """
    last = ReportStory.objects.filter(month=month).aggregate(last=Max("order"))["last"] or 0
    story = ReportStory.objects.select_for_update().filter(month=month, cycle=cycle).first()
    if story is None:
        story = ReportStory(collaborative=cycle.collaborative, month=month, cycle=cycle, revision=0)
        story.order = last + 1
    elif story.words == words and story.removed_at is None:
        return story
    elif story.revision != revision:
        raise StoryChangedError(story)
    story.words, story.by, story.removed_at = words, by, None
    story.language = (translation.get_language() or story.language).split("-")[0]
    story.revision += 1
    story.full_clean(exclude=["collaborative", "cycle", "by"])
    story.save()
    _note("report_story.told", story, by)
    return story


@transaction.atomic
def set_taken_out(*, story: ReportStory, taken_out: bool, by: Membership) -> ReportStory:
    """Take a story out of the report, or put it back as it was. Idempotent."""
    story.removed_at = timezone.now() if taken_out else None
    story.revision += 1
    story.save(update_fields=["removed_at", "revision", "changed_at"])
    _note("report_story.removed" if taken_out else "report_story.restored", story, by)
    return story


@transaction.atomic
def move_up(*, story: ReportStory) -> None:
    """Change places with the story before it; the first one stays."""
    standing = list(
        ReportStory.objects.select_for_update().filter(month=story.month, removed_at__isnull=True)
    )
    place = next((i for i, one in enumerate(standing) if one.pk == story.pk), 0)
    if place:
        standing[place - 1], standing[place] = standing[place], standing[place - 1]
    for order, one in enumerate(standing, 1):
        one.order = order
    ReportStory.objects.bulk_update(standing, ["order"])


def _note(action: str, story: ReportStory, by: Membership) -> None:
    record(
        action=action,
        by=by.user,
        target=story,
        collaborative=story.collaborative,
        summary=str(story),
    )
