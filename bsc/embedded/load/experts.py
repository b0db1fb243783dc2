"""The experts of the story: who was asked to read the draft, what they said, what came of it."""

import datetime as dt
import uuid
from typing import Any

from bsc.embedded.load.story import Story
from bsc.tenancy.doors import inside
from collaboratives.framework.models import ChangeFramework, DraftReader, FrameworkComment
from collaboratives.framework.readable import PartId, parts_of
from collaboratives.framework.services.comments import Writer, add_comment, resolve
from collaboratives.framework.services.experts import ask_expert


def load(story: Story) -> None:
    """Ask them, and let them speak, where the story tells of it."""
    told = story.read("experts").get(story.collaborative.slug)
    if not told:
        return
    with inside(story.collaborative):
        readers = {one["key"]: _asked(story, one) for one in told["experts"]}
        framework = ChangeFramework.objects.select_related("collaborative").get()
        known = parts_of(framework, None)
        for one in told["comments"]:
            part = PartId(one["part"], one.get("key", ""))
            if part not in known or known[part].gone:
                raise ValueError(f"The story comments on {part}, which is not in its framework.")
            writer = readers[one["expert"]] if "expert" in one else story.people[one["member"]]
            _said(story, framework, part, writer, one)


def _asked(story: Story, told: dict[str, Any]) -> DraftReader:
    reader = ask_expert(
        asked_by=story.people[told["by"]],
        name=told["name"],
        email=told.get("email", ""),
        known_for=told["known_for"],
        language=told["language"],
        until=story.today + dt.timedelta(days=told["open_for_days"]),
        token=_token(told["key"]),
    )
    reader.created_at = story.moment(days_ago=told["asked_days_ago"], hour=10)
    if "opened_days_ago" in told:
        reader.opened_at = story.moment(days_ago=told["opened_days_ago"], hour=19)
    reader.save(update_fields=["created_at", "opened_at"])
    return reader


def _said(
    story: Story, framework: ChangeFramework, part: PartId, writer: Writer, told: dict[str, Any]
) -> None:
    comment = add_comment(
        framework=framework,
        part=part,
        text=told["text"],
        writer=writer,
        token=_token(told["text"]),
    )
    times = {"at": story.moment(days_ago=told["days_ago"], hour=20)}
    if "answer" in told:
        resolve(comment=comment, answer=told["answer"], by=story.people[told["answered_by"]])
        times["resolved_at"] = story.moment(days_ago=told["answered_days_ago"], hour=9)
    FrameworkComment.objects.filter(pk=comment.pk).update(**times)


def _token(what: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"expert of the story: {what}")
