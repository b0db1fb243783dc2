"""The second step: the published example, a copy of another collaborative's, or an empty one."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bsc.audit.services import record
from bsc.tenancy.doors import inside
from collaboratives.framework.models import ChangeFramework, FrameworkRelease
from collaboratives.framework.services import (
    FrameworkAlreadyLoadedError,
    copy_framework,
    load_framework,
    read_data,
    release,
    snapshot_of,
    start_empty,
)
from collaboratives.framework.services.writing import write_snapshot
from collaboratives.models import Collaborative, Membership

EXAMPLE, EMPTY = "example", "empty"


def is_filled(framework: ChangeFramework | None) -> bool:
    """Whether there is anything in a framework that another choice would have to replace."""
    return framework is not None and (
        framework.primary_drivers.exists() or framework.aims.exists() or bool(framework.mission)
    )


@transaction.atomic
def choose_framework(
    *, collaborative: Collaborative, choice: str, source: Collaborative | None, by: Membership
) -> ChangeFramework:
    """Give the collaborative its framework: ``choice`` is "example", "empty" or a copy's source.

    One that was begun empty and holds nothing yet is filled; anything else that stands is left
    alone: raises FrameworkAlreadyLoadedError. The caller has checked that ``source`` may be
    copied, see ``queries.frameworks_to_copy``.
    """
    locked = Collaborative.objects.select_for_update(of=("self",)).get(pk=collaborative.pk)
    standing = ChangeFramework.objects.filter(collaborative=locked).first()
    if is_filled(standing) or (standing and choice == EMPTY):
        raise FrameworkAlreadyLoadedError(_("A framework stands already. It is left as it is."))
    if choice == EMPTY:
        return start_empty(collaborative=collaborative, name=collaborative.topic, by=by)
    data = read_data() if source is None else snapshot_to_copy(source)
    if standing is not None:
        return _fill(standing, data, source, by)
    if source is None:
        return load_framework(collaborative=collaborative, data=data, by=by)
    return copy_framework(
        collaborative=collaborative, source_snapshot=data, by=by, source_name=source.name
    )


def snapshot_to_copy(source: Collaborative) -> Mapping[str, Any]:
    """Return another collaborative's latest release, or its live rows where it has none."""
    with inside(source):
        latest = FrameworkRelease.objects.order_by("-version").first()
        if latest is not None:
            snapshot: Mapping[str, Any] = latest.snapshot
            return snapshot
        return snapshot_of(ChangeFramework.objects.get(collaborative=source))


def _fill(
    framework: ChangeFramework,
    data: Mapping[str, Any],
    source: Collaborative | None,
    by: Membership,
) -> ChangeFramework:
    write_snapshot(framework=framework, snapshot=data)
    record(
        action="framework.loaded",
        by=by.user,
        target=framework,
        collaborative=framework.collaborative,
        summary=framework.name,
    )
    note = _("Copied from %(name)s") % {"name": source.name} if source else _("As published")
    release(framework=framework, note=note[:300], by=by)
    return framework
