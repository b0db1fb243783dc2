"""Loading a framework and making releases of it."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from bsc.audit.services import record
from collaboratives.framework.models import (
    Aim,
    ChangeFramework,
    ChangeIdea,
    FrameworkRelease,
    PrimaryDriver,
    SecondaryDriver,
)
from collaboratives.models import Collaborative, Membership
from collaboratives.translations import drafts

DATA = Path(__file__).parent / "data"
Data = dict[str, Any]


class FrameworkAlreadyLoadedError(Exception):
    """The collaborative has a framework; its message can be shown to a person."""


@cache
def read_data(name: str = "social_emotional_learning") -> Data:
    """Return a published framework from ``data/<name>.yaml``; its shape stands in the file."""
    data: Data = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return data


@transaction.atomic
def load_framework(
    *, collaborative: Collaborative, data: Data, by: Membership | None
) -> ChangeFramework:
    """Write the framework and release it as version 1; refuses where one stands already."""
    if ChangeFramework.objects.filter(collaborative=collaborative).exists():
        raise FrameworkAlreadyLoadedError(
            _("This collaborative has a framework already. Edit that one instead.")
        )
    framework = ChangeFramework(
        collaborative=collaborative,
        key=data["key"],
        name=data["name"].strip(),
        mission=data["mission"].strip(),
        need=data.get("need", "").strip(),
    )
    framework.full_clean()
    framework.save()
    _write_aims(framework, data["aims"])
    for primary in data["primary_drivers"]:
        _write_primary(framework, primary)
    record(
        action="framework.loaded",
        by=by.user if by else None,
        target=framework,
        collaborative=collaborative,
        summary=framework.name,
    )
    release(framework=framework, note=_("As published"), by=by)
    return framework


@transaction.atomic
def release(*, framework: ChangeFramework, note: str, by: Membership | None) -> FrameworkRelease:
    """Keep the framework as it stands now as its next version."""
    last = framework.releases.order_by("-version").first()
    made = FrameworkRelease.objects.create(
        collaborative=framework.collaborative,
        framework=framework,
        version=(last.version if last else 0) + 1,
        snapshot=snapshot_of(framework),
        note=note,
        released_by=by,
    )
    record(
        action="framework.released",
        by=by.user if by else None,
        target=made,
        collaborative=framework.collaborative,
        summary=f"{framework.name} {made.version}",
    )
    return made


def snapshot_of(framework: ChangeFramework) -> Data:
    """Return the framework in the shape of its data file: texts, keys and numbers, no row ids.

    ``{key, name, mission, need, aims: [...], primary_drivers: [{..., secondary_drivers: [...]}]}``;
    retired drivers are left out.
    """
    primaries = framework.primary_drivers.filter(retired_on=None).prefetch_related(
        "secondary_drivers__change_ideas"
    )
    return {
        **_texts(framework, "key", "name", "mission", "need"),
        "aims": [
            _texts(aim, "key", "text", "target", "measured_by") for aim in framework.aims.all()
        ],
        "primary_drivers": [
            {
                **_texts(primary, "key", "number", "short_name", "statement", "description"),
                **_texts(primary, "plain", "translations"),
                "secondary_drivers": [
                    {
                        **_texts(driver, "key", "number", "action", "assessment_statement"),
                        **_texts(driver, "plain", "translations"),
                        "change_ideas": [idea.text for idea in driver.change_ideas.all()],
                    }
                    for driver in primary.secondary_drivers.all()
                    if driver.retired_on is None
                ],
            }
            for primary in primaries
        ],
    }


def _texts(row: object, *fields: str) -> Data:
    return {field: getattr(row, field) for field in fields}


def _write_aims(framework: ChangeFramework, aims: list[Data]) -> None:
    for number, data in enumerate(aims, start=1):
        aim = Aim(
            collaborative=framework.collaborative,
            framework=framework,
            key=data["key"],
            number=number,
            text=data["text"].strip(),
            target=data.get("target", "").strip(),
            measured_by=data.get("measured_by", "").strip(),
        )
        aim.full_clean()
        aim.save()


def _write_primary(framework: ChangeFramework, data: Data) -> None:
    primary = PrimaryDriver(
        collaborative=framework.collaborative,
        framework=framework,
        key=data["key"],
        number=data["number"],
        short_name=data["short_name"].strip(),
        statement=data["statement"].strip(),
        description=data.get("description", "").strip(),
        plain=data.get("plain", "").strip(),
        translations=drafts(data, "short_name", "plain"),
    )
    primary.full_clean()
    primary.save()
    for position, secondary in enumerate(data["secondary_drivers"], start=1):
        _write_secondary(primary, position, secondary)


def _write_secondary(primary: PrimaryDriver, position: int, data: Data) -> None:
    driver = SecondaryDriver(
        collaborative=primary.collaborative,
        primary=primary,
        key=data["key"],
        number=data["number"],
        position=position,
        action=data["action"].strip(),
        assessment_statement=data["assessment_statement"].strip(),
        plain=data.get("plain", "").strip(),
        translations=drafts(data, "plain"),
    )
    driver.full_clean()
    driver.save()
    for place, text in enumerate(data.get("change_ideas", []), start=1):
        idea = ChangeIdea(
            collaborative=primary.collaborative, secondary=driver, text=text.strip(), position=place
        )
        idea.full_clean()
        idea.save()
