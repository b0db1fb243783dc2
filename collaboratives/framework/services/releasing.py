"""Releases: the framework as it stands, kept under a number."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bsc.audit.services import record
from collaboratives.framework.differences import difference
from collaboratives.framework.enums import EquityPlace, FrameworkStatus, PartKind
from collaboratives.framework.models import (
    ChangeFramework,
    ChangeIdea,
    FrameworkRelease,
    PrimaryDriver,
    SecondaryDriver,
)
from collaboratives.framework.queries import framework_of
from collaboratives.framework.shape import Data, as_snapshot
from collaboratives.models import Membership


class ReleasedMeanwhileError(Exception):
    """Somebody made that release already; ``standing`` is theirs."""

    def __init__(self, standing: FrameworkRelease) -> None:
        super().__init__(str(standing))
        self.standing = standing


@transaction.atomic
def release(
    *,
    framework: ChangeFramework,
    note: str,
    by: Membership | None,
    equity: str = "",
    equity_why: str = "",
    version: int | None = None,
    unless_same: bool = False,
) -> FrameworkRelease:
    """Keep the framework as it stands now as its next version; from then on it is in use.

    ``version`` is the number that the writer was shown: ReleasedMeanwhileError where it stands
    already, with the release that has it. ValidationError for "not yet" to equity without a
    reason, and with ``unless_same`` where nothing differs from the last one.
    """
    locked = ChangeFramework.objects.select_for_update().get(pk=framework.pk)
    last = locked.releases.order_by("-version").first()
    following = (last.version if last else 0) + 1
    if version is not None and last is not None and version < following:
        raise ReleasedMeanwhileError(locked.releases.get(version=version))
    if equity == EquityPlace.NOT_YET and not equity_why:
        raise ValidationError({"equity_why": _("Say why equity has no place in it yet.")})
    snapshot = snapshot_of(locked)
    if unless_same and last is not None and not difference(last.snapshot, snapshot):
        raise ValidationError(
            _("Nothing has changed since release %(version)s.") % {"version": last.version}
        )
    made = FrameworkRelease(
        collaborative=locked.collaborative,
        framework=locked,
        version=following,
        snapshot=snapshot,
        note=note,
        equity=equity,
        equity_why=equity_why,
        released_by=by,
    )
    made.full_clean()
    made.save()
    if locked.status != FrameworkStatus.IN_USE:
        locked.status = FrameworkStatus.IN_USE
        locked.save()
    record(
        action="framework.released",
        by=by.user if by else None,
        target=made,
        collaborative=locked.collaborative,
        summary=f"{locked.name} {made.version}: {note}",
    )
    return made


def snapshot_of(framework: ChangeFramework) -> Data:
    """Return the framework as it stands in the shape of a snapshot (see ``shape``).

    What is retired is left out; "merged" says what became a part of what. One that
    ``queries.framework_of`` loaded is taken as it is loaded.
    """
    loaded = framework if hasattr(framework, "drivers") else framework_of(framework.collaborative)
    if loaded is None:
        return as_snapshot({})
    return {
        **as_snapshot(
            {
                **_texts(loaded, "key", "name", "mission", "need", "translations"),
                "aims": [
                    _texts(aim, "key", "text", "target", "measured_by", "translations")
                    for aim in loaded.aims.all()
                ],
                "primary_drivers": [_primary(primary) for primary in loaded.drivers],
            }
        ),
        "merged": _merged(),
    }


def _primary(primary: PrimaryDriver) -> Data:
    names = ("key", "short_name", "statement", "description", "plain", "translations")
    return {
        **_texts(primary, *names),
        "secondary_drivers": [
            {
                **_texts(driver, "key", "action", "assessment_statement", "plain", "translations"),
                "change_ideas": [idea.text for idea in driver.ideas],
            }
            for driver in primary.drivers
        ],
    }


def _merged() -> list[Data]:
    kinds: tuple[tuple[PartKind, Any, str], ...] = (
        (PartKind.PRIMARY, PrimaryDriver, "key"),
        (PartKind.SECONDARY, SecondaryDriver, "key"),
        (PartKind.IDEA, ChangeIdea, "text"),
    )
    return [
        {"part": part.value, "key": key, "into": into}
        for part, model, name in kinds
        for key, into in model.objects.filter(merged_into__isnull=False)
        .order_by("pk")
        .values_list(name, f"merged_into__{name}")
    ]


def _texts(row: object, *names: str) -> Data:
    return {name: getattr(row, name) for name in names}
