"""Changes of the settings and of who covers what: made once, kept with what stood before, undone."""

from django.db import transaction
from django.utils import timezone

from bsc.audit.services import record
from collaboratives.models import Collaborative, Membership
from collaboratives.setup.enums import SettingsPart
from collaboratives.setup.models import SettingsChange
from collaboratives.setup.services.states import State, read, write
from collaboratives.setup.telling import tell


class ChangedMeanwhileError(Exception):
    """What a change set was set to something else since, so undoing would take that away."""


@transaction.atomic
def change_settings(
    *,
    collaborative: Collaborative,
    part: SettingsPart,
    state: State,
    by: Membership,
    subject: str = "",
) -> SettingsChange | None:
    """Set one part (``states.read`` says its shape); None where it stood so already. Audited.

    Idempotent, so a form that is sent twice changes once. Raises ValidationError for a state that
    cannot be, such as two people with the last word.
    """
    _one_at_a_time(collaborative)
    before = read(collaborative, part, subject)
    if before == state:
        return None
    write(collaborative, part, subject, state, by)
    change = SettingsChange.objects.create(
        collaborative=collaborative, part=part, subject=subject, before=before, after=state, by=by
    )
    _record(f"settings.{part}", change, by)
    return change


@transaction.atomic
def undo_change(*, change: SettingsChange, by: Membership) -> None:
    """Put back what stood before. Idempotent; audited.

    Raises ChangedMeanwhileError where somebody set it to something else since.
    """
    collaborative = change.collaborative
    _one_at_a_time(collaborative)
    row = SettingsChange.objects.get(pk=change.pk)
    if row.undone_at:
        return
    part = SettingsPart(row.part)
    if read(collaborative, part, row.subject) != row.after:
        raise ChangedMeanwhileError
    write(collaborative, part, row.subject, row.before, by)
    row.undone_at, row.undone_by = timezone.now(), by
    row.save(update_fields=["undone_at", "undone_by"])
    _record("settings.undone", row, by)


def _one_at_a_time(collaborative: Collaborative) -> None:
    row = Collaborative.objects.select_for_update(of=("self",)).get(pk=collaborative.pk)
    # The caller's instance may be older than a change that was waited for.
    for field in Collaborative._meta.concrete_fields:
        if not field.is_relation:
            setattr(collaborative, field.attname, getattr(row, field.attname))


def _record(action: str, change: SettingsChange, by: Membership) -> None:
    told = tell([change])[0]
    back = action.endswith("undone")
    first, last = (told.after, told.before) if back else (told.before, told.after)
    record(
        action=action,
        by=by.user,
        target=change,
        collaborative=change.collaborative,
        summary=f"{told.title}: {first} → {last}",
    )
