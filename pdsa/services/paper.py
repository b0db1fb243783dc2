"""Forms on paper: printing them, stopping them, and the photograph that comes back."""

import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bsc.audit.services import record
from bsc.files.services import keeping_photo
from centers.models import CoreTeam
from collaboratives.enums import Role
from collaboratives.models import Membership
from collaboratives.queries import roles_held_today
from pdsa.models import Cycle, CyclePhoto, PaperForm
from pdsa.services.cycles import start_cycle

LEAVES = 10
# A form has two pages at most; more is a mistake, or somebody playing with a found code.
MOST_PHOTOS = 20


class PaperClosedError(Exception):
    """The form was stopped, its team has left, or nobody is left on it who could type it."""


@transaction.atomic
def print_form(*, cycle: Cycle, by: Membership) -> PaperForm:
    """Return the paper form of a cycle, made now if none works. Idempotent."""
    Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    live = PaperForm.objects.filter(cycle=cycle, number=0, revoked_at=None)
    for standing in live.order_by("pk"):
        if standing.code:
            return standing
    made = PaperForm.objects.create(collaborative=cycle.collaborative, cycle=cycle, printed_by=by)
    record(action="paper.printed", by=by.user, target=made, collaborative=made.collaborative)
    return made


@transaction.atomic
def print_pad(*, team: CoreTeam | None, by: Membership, token: uuid.UUID) -> list[PaperForm]:
    """Make a pad of ten blank forms of a team, or of the implementation team. Idempotent."""
    standing = list(PaperForm.objects.filter(printed_by=by, token=token).order_by("number"))
    if standing:
        return standing
    made = [
        PaperForm.objects.create(
            collaborative=by.collaborative, team=team, printed_by=by, token=token, number=number
        )
        for number in range(1, LEAVES + 1)
    ]
    record(action="paper.printed", by=by.user, target=made[0], collaborative=by.collaborative)
    return made


@transaction.atomic
def stop_forms(*, forms: QuerySet[PaperForm], by: Membership) -> int:
    """Let the codes of these forms open nothing any more; returns how many worked until now."""
    live = list(forms.filter(revoked_at=None).order_by("pk"))
    PaperForm.objects.filter(pk__in=[form.pk for form in live]).update(revoked_at=timezone.now())
    if live:
        record(
            action="paper.stopped", by=by.user, target=live[0], collaborative=by.collaborative,
            summary=f"{len(live)}",
        )  # fmt: skip
    return len(live)


@transaction.atomic
def receive_photo(*, form: PaperForm, upload: File[bytes], token: uuid.UUID) -> CyclePhoto:
    """Put a photograph of a paper form onto its test; nobody is named as its sender.

    The first of a blank form begins a draft of the team, owned by who printed the pad or, where
    they have left, by the team's leader. Idempotent by ``token``. Raises ``PaperClosedError``, and
    ValidationError when the upload is no photograph (then nothing is begun).
    """
    held = PaperForm.objects.select_for_update(of=("self",)).select_related(
        "cycle__ramp__team", "team"
    )
    leaf = held.get(pk=form.pk)
    if leaf.is_closed:
        raise PaperClosedError
    sent = CyclePhoto.objects.filter(paper_form=leaf)
    standing = sent.filter(token=token).first()
    if standing is not None:
        return standing
    if sent.count() >= MOST_PHOTOS:
        raise ValidationError(_("This form has many photos already. Ask the team to add yours."))
    cycle = leaf.cycle or _begin(leaf)
    with keeping_photo(upload=upload, collaborative=leaf.collaborative) as stored:
        with translation.override(cycle.language):
            alt = _("Photo of the paper form")
        photo = CyclePhoto.objects.create(
            collaborative=leaf.collaborative,
            cycle=cycle,
            stored=stored,
            alt=alt,
            paper_form=leaf,
            token=token,
        )
        leaf.cycle, leaf.used_at = cycle, leaf.used_at or timezone.now()
        leaf.save(update_fields=["cycle", "used_at"])
        record(action="cycle.photo_added", by=None, target=photo, collaborative=leaf.collaborative)
    return photo


def _begin(leaf: PaperForm) -> Cycle:
    owner = _owner_of(leaf)
    with translation.override(owner.user.language):
        day = date_format(leaf.collaborative.today(), "MONTH_DAY_FORMAT")
        what = _("From paper, %(day)s") % {"day": day}
    return start_cycle(by=owner, team=leaf.team, what=what, token=uuid.uuid4())


def _owner_of(leaf: PaperForm) -> Membership:
    held = roles_held_today()
    held = held.filter(team=leaf.team) if leaf.team else held.filter(role=Role.IMPLEMENTATION)
    first = held.annotate(
        nearness=Case(
            When(membership=leaf.printed_by_id, then=Value(0)),
            When(role=Role.TEAM_LEADER, then=Value(1)),
            default=Value(2),
        )
    ).order_by("nearness", "pk")
    hat = first.select_related("membership__user", "membership__collaborative").first()
    if hat is None:
        raise PaperClosedError
    return hat.membership
