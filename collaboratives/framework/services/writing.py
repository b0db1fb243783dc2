"""Making the rows of a framework say what a snapshot says."""

from collections.abc import Iterable, Mapping
from typing import Any

from collaboratives.framework.differences import paired_ideas
from collaboratives.framework.enums import IdeaStatus
from collaboratives.framework.models import (
    Aim,
    ChangeFramework,
    ChangeIdea,
    PrimaryDriver,
    SecondaryDriver,
)
from collaboratives.framework.services.ordering import renumber
from collaboratives.framework.shape import Data, as_snapshot
from collaboratives.framework.uses import uses_of

WHOLE = ("name", "mission", "need", "translations")
AIM = ("text", "target", "measured_by", "translations")
PRIMARY = ("short_name", "statement", "description", "plain", "translations")
SECONDARY = ("action", "assessment_statement", "plain", "translations")

Row = Aim | PrimaryDriver | SecondaryDriver


def write_snapshot(*, framework: ChangeFramework, snapshot: Mapping[str, Any]) -> None:
    """Make the framework what the snapshot, or file data, says; parts are found by their keys.

    What it does not name is retired where something points at it, and deleted otherwise. What it
    names and was retired or merged is in use again. The key of the framework stays. Not atomic
    by itself and not audited: the callers are.
    """
    wanted = as_snapshot(snapshot)
    _set(framework, {name: wanted[name] for name in WHOLE}, exclude=["mission"])
    aims = {aim.key: aim for aim in Aim.objects.filter(framework=framework)}
    for number, data in enumerate(wanted["aims"], start=1):
        aim = aims.pop(data["key"], None) or Aim(framework=framework, key=data["key"])
        _keep(aim, framework, {**_of(data, AIM), "number": number})
    primaries = {
        row.key: row
        for row in PrimaryDriver.objects.filter(framework=framework).select_related("merged_into")
    }
    standing = SecondaryDriver.objects.filter(primary__framework=framework)
    drivers = {row.key: row for row in standing.select_related("primary", "merged_into")}
    ideas: list[tuple[str, SecondaryDriver]] = []
    for number, data in enumerate(wanted["primary_drivers"], start=1):
        primary = primaries.pop(data["key"], None)
        primary = primary or PrimaryDriver(framework=framework, key=data["key"])
        _keep(primary, framework, {**_of(data, PRIMARY), "number": number, "merged_into": None})
        for place, below in enumerate(data["secondary_drivers"], start=1):
            driver = drivers.pop(below["key"], None) or SecondaryDriver(key=below["key"])
            fields = {"primary": primary, "position": place, "merged_into": None}
            number_now = {"number": below["number"]}
            _keep(driver, framework, {**_of(below, SECONDARY), **fields, **number_now})
            ideas += [(text, driver) for text in below["change_ideas"]]
    _write_ideas(framework, ideas)
    for gone in (drivers, primaries, aims):
        _take_out(gone.values(), framework)
    renumber(framework)


def _of(data: Data, names: Iterable[str]) -> Data:
    return {name: data[name] for name in names}


def _keep(row: Row, framework: ChangeFramework, fields: Data) -> None:
    row.collaborative = framework.collaborative
    _set(row, {**fields, "retired_on": None})


def _set(row: Any, fields: Data, exclude: Iterable[str] = ()) -> None:
    """Write what differs; a change counts as one for a second editor."""
    if row.pk and all(getattr(row, name) == value for name, value in fields.items()):
        return
    for name, value in fields.items():
        setattr(row, name, value)
    if row.pk:
        row.revision += 1
    row.full_clean(exclude=set(exclude))
    row.save()


def _write_ideas(framework: ChangeFramework, wanted: list[tuple[str, SecondaryDriver]]) -> None:
    rows = ChangeIdea.objects.filter(secondary__primary__framework=framework).select_related(
        "secondary", "merged_into"
    )
    accepted = list(rows.filter(status=IdeaStatus.ACCEPTED).order_by("position", "pk"))
    others = {
        (idea.text, idea.secondary_id): idea for idea in rows.exclude(status=IdeaStatus.ACCEPTED)
    }
    pairs = paired_ideas(
        [(idea.text, str(idea.secondary_id)) for idea in accepted],
        [(text, str(driver.pk)) for text, driver in wanted],
    )
    found = {now: accepted[was] for was, now in pairs.items()}
    places: dict[int, int] = {}
    for number, (text, driver) in enumerate(wanted):
        places[driver.pk] = places.get(driver.pk, 0) + 1
        idea = found.get(number) or others.pop((text, driver.pk), None) or ChangeIdea()
        idea.collaborative = framework.collaborative
        fields = {"secondary": driver, "text": text, "position": places[driver.pk]}
        _set(idea, {**fields, "status": IdeaStatus.ACCEPTED, "merged_into": None})
    gone = [idea for number, idea in enumerate(accepted) if number not in pairs]
    used = uses_of(ChangeIdea, [idea.pk for idea in gone])
    for idea in gone:
        if idea.pk in used or idea.proposed_by_id:
            _set(idea, {"status": IdeaStatus.RETIRED})
        else:
            idea.delete()


def _take_out(rows: Iterable[Row], framework: ChangeFramework) -> None:
    standing = [row for row in rows if row.retired_on is None]
    if not standing:
        return
    used = uses_of(type(standing[0]), [row.pk for row in standing])
    for row in standing:
        if row.pk in used:
            _set(row, {"retired_on": framework.collaborative.today()})
        else:
            row.delete()
