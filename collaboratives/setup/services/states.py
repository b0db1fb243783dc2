"""How each part of the settings is read and written, as plain values that JSON keeps."""

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboratives.enums import Competency, Duty
from collaboratives.models import Collaborative, Membership, MembershipRole
from collaboratives.queries import teams
from collaboratives.setup import metrics_days
from collaboratives.setup.covering import roles_on_the_team
from collaboratives.setup.enums import SettingsPart, Structure
from collaboratives.setup.models import StructureAnswer

State = dict[str, Any]

FIELDS = {
    SettingsPart.METRICS_DAYS: ("metrics_due_day", "metrics_close_day", "report_day"),
    SettingsPart.QUIET_HOURS: ("quiet_from", "quiet_until"),
    SettingsPart.LANGUAGES: ("languages",),
    SettingsPart.TERMS: ("terms",),
}


class Keeper(NamedTuple):
    """How a part beside the collaborative's own fields is read and written."""

    read: Callable[[str], State]
    write: Callable[[str, State, Membership], None]


def read(collaborative: Collaborative, part: SettingsPart, subject: str = "") -> State:
    """Return how a part stands now; times are texts like "20:00:00"."""
    if part in FIELDS:
        return {name: plain(getattr(collaborative, name)) for name in FIELDS[part]}
    return _KEEPERS[part].read(subject)


def write(
    collaborative: Collaborative, part: SettingsPart, subject: str, state: State, by: Membership
) -> None:
    """Set a part to a state; raises ValidationError for one that cannot be."""
    if part not in FIELDS:
        _KEEPERS[part].write(subject, state, by)
        return
    for name in FIELDS[part]:
        field: Any = Collaborative._meta.get_field(name)
        setattr(collaborative, name, field.to_python(state[name]))
    collaborative.revision += 1
    collaborative.full_clean(exclude=["organization"])
    collaborative.save(update_fields=[*FIELDS[part], "revision"])
    if part == SettingsPart.METRICS_DAYS:
        metrics_days.follow(collaborative)


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    return value.isoformat() if isinstance(value, dt.time) else value


def list_of(key: str) -> str:
    """Return the list of a role in which a competency or a duty stands."""
    if key in Competency.values:
        return "competencies"
    if key in Duty.values:
        return "duties"
    raise ValidationError(_("There is no such responsibility."))


def _read_holders(key: str) -> State:
    name = list_of(key)
    return {"holders": sorted(row.pk for row in roles_on_the_team() if key in getattr(row, name))}


def _write_holders(key: str, state: State, by: Membership) -> None:
    name, wanted = list_of(key), set(state["holders"])
    if key == Duty.BSC_LEADERSHIP and len(wanted) > 1:
        raise ValidationError(_("One person has the last word. Choose one."))
    rows = list(roles_on_the_team())
    if wanted - {row.pk for row in rows}:
        raise ValidationError(_("Somebody has left the implementation team meanwhile."))
    for row in rows:
        held = getattr(row, name)
        if (key in held) != (row.pk in wanted):
            setattr(row, name, [*held, key] if row.pk in wanted else [k for k in held if k != key])
            row.save(update_fields=[name])


def _team(subject: str) -> models.Model | None:
    return teams().filter(pk=int(subject)).first()


def _read_point_person(subject: str) -> State:
    return {"person": getattr(_team(subject), "point_person_id", None)}


def _write_point_person(subject: str, state: State, by: Membership) -> None:
    team, person = _team(subject), state["person"]
    on_it = MembershipRole.objects.filter(pk__in=roles_on_the_team(), membership=person)
    if team is None or (person is not None and not on_it.exists()):
        raise ValidationError(_("Choose somebody who is on the implementation team."))
    team.point_person_id = person  # type: ignore[attr-defined]  # CoreTeam stands further up
    team.save(update_fields=["point_person"])


def _read_structure(subject: str) -> State:
    row = StructureAnswer.objects.filter(question=subject).first()
    return {"details": row.details if row else ""}


def _write_structure(subject: str, state: State, by: Membership) -> None:
    row = StructureAnswer.objects.filter(question=Structure(subject)).first()
    if row is None:
        row = StructureAnswer(collaborative=by.collaborative, question=subject)
    row.details, row.by, row.at = state["details"], by, timezone.now()
    row.revision += 1
    row.full_clean(exclude=["collaborative", "by"])
    row.save()


_KEEPERS = {
    SettingsPart.HOLDERS: Keeper(_read_holders, _write_holders),
    SettingsPart.POINT_PERSON: Keeper(_read_point_person, _write_point_person),
    SettingsPart.STRUCTURE: Keeper(_read_structure, _write_structure),
}
