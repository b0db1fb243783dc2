"""Giving a collaborative its framework: a published one, a copy, or an empty one to fill."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from bsc.audit.services import record
from collaboratives.framework.enums import FrameworkStatus
from collaboratives.framework.models import ChangeFramework
from collaboratives.framework.services.releasing import release
from collaboratives.framework.services.writing import write_snapshot
from collaboratives.framework.shape import KEY_LIMIT, Data, as_snapshot
from collaboratives.models import Collaborative, Membership

DATA = Path(__file__).parents[1] / "data"


class FrameworkAlreadyLoadedError(Exception):
    """The collaborative has a framework; its message can be shown to a person."""


@cache
def read_data(name: str = "social_emotional_learning") -> Data:
    """Return a published framework from ``data/<name>.yaml``; its shape stands in the file."""
    data: Data = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return data


@transaction.atomic
def load_framework(
    *,
    collaborative: Collaborative,
    data: Mapping[str, Any],
    by: Membership | None,
    note: str | None = None,
) -> ChangeFramework:
    """Write the framework and release it as version 1; refuses where one stands already.

    ``data`` is a file's or a snapshot, see ``shape``; ``note`` says where it comes from.
    """
    framework = _begin(collaborative, as_snapshot(data), FrameworkStatus.IN_USE)
    write_snapshot(framework=framework, snapshot=data)
    _audit("framework.loaded", framework, by)
    release(framework=framework, note=_("As published") if note is None else note, by=by)
    return framework


@transaction.atomic
def copy_framework(
    *,
    collaborative: Collaborative,
    source_snapshot: Mapping[str, Any],
    by: Membership | None,
    source_name: str = "",
) -> ChangeFramework:
    """Write a copy of another collaborative's release and release it as version 1.

    The caller reads the snapshot in the other collaborative's scope; ``source_name`` is what the
    note calls it. Keys stay the same.
    """
    note = _("Copied from %(name)s") % {"name": source_name} if source_name else _("Copied")
    return load_framework(collaborative=collaborative, data=source_snapshot, by=by, note=note[:300])


@transaction.atomic
def start_empty(
    *, collaborative: Collaborative, name: str, by: Membership | None
) -> ChangeFramework:
    """Write a framework that has only a name: a draft without a release, to be filled on its page."""
    snapshot = as_snapshot({"key": slugify(name)[:KEY_LIMIT] or "framework", "name": name})
    framework = _begin(collaborative, snapshot, FrameworkStatus.DRAFT)
    _audit("framework.started", framework, by)
    return framework


def _begin(collaborative: Collaborative, snapshot: Data, status: str) -> ChangeFramework:
    if ChangeFramework.objects.filter(collaborative=collaborative).exists():
        raise FrameworkAlreadyLoadedError(
            _("This collaborative has a framework already. Edit that one instead.")
        )
    framework = ChangeFramework(
        collaborative=collaborative,
        status=status,
        **{name: snapshot[name] for name in ("key", "name", "mission", "need", "translations")},
    )
    # A framework that is only begun has no mission yet.
    framework.full_clean(exclude=["mission"])
    framework.save()
    return framework


def _audit(action: str, framework: ChangeFramework, by: Membership | None) -> None:
    record(
        action=action,
        by=by.user if by else None,
        target=framework,
        collaborative=framework.collaborative,
        summary=framework.name,
    )
