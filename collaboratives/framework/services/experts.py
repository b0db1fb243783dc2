"""Asking experts from outside to read the draft of the framework, by a link of their own."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.accounts.models import clean_email
from bsc.audit.services import record
from bsc.mail.links import absolute
from bsc.mail.models import Message
from bsc.mail.services import forget, queue_message
from collaboratives.framework.models import DraftReader
from collaboratives.models import Collaborative, Membership

MAIL = "draft_invitation"
LONGEST = dt.timedelta(days=366)


def draft_link(reader: DraftReader) -> str:
    """Return the address that an expert gets, or "" when the site's key has changed."""
    return absolute(reverse("draft:door", kwargs={"code": reader.code})) if reader.code else ""


@transaction.atomic
def ask_expert(
    *,
    asked_by: Membership,
    name: str,
    email: str,
    known_for: str,
    language: str,
    until: dt.date,
    token: uuid.UUID,
) -> DraftReader:
    """Make a link for one expert, good to the end of the day ``until``. Idempotent by ``token``.

    Nothing is sent; see ``send_link``. ValidationError for a day that is over or a year away.
    """
    standing = DraftReader.objects.filter(token=token).first()
    if standing is not None:
        return standing
    collaborative = asked_by.collaborative
    reader = DraftReader(
        collaborative=collaborative,
        name=" ".join(name.split()),
        email=clean_email(email) or "",
        known_for=known_for.strip(),
        language=language,
        invited_by=asked_by,
        expires_at=_end_of(collaborative, until),
        token=token,
    )
    # A second click is the database's to notice (TenantScopeMiddleware), not the asker's error.
    reader.full_clean(exclude=["code_hash", "token"], validate_constraints=False)
    reader.save()
    _record("draft_reader.asked", reader, asked_by, until.isoformat())
    return reader


@transaction.atomic
def send_link(*, reader: DraftReader, by: Membership, token: uuid.UUID) -> None:
    """Mail the link to the expert, in their language. Idempotent by ``token``.

    ValidationError where there is no address, or the link does not work.
    """
    link = draft_link(reader)
    if not reader.email:
        raise ValidationError(_("We have no e-mail address. Copy the link and send it yourself."))
    if not reader.is_open or not link:
        raise ValidationError(_("This link does not work any more. Open it again first."))
    key = f"{_mail_of(reader)}{token}"
    if Message.objects.filter(collaborative=reader.collaborative, dedupe_key=key).exists():
        return
    queue_message(
        name=MAIL,
        to=reader.email,
        collaborative=reader.collaborative,
        context={"reader": reader, "inviter": by.user, "link": link},
        dedupe_key=key,
        sender_name=by.user.name,
        reply_to=by.user.email,
        language=reader.language,
    )
    _record("draft_reader.mailed", reader, by)


@transaction.atomic
def extend(*, reader: DraftReader, until: dt.date, by: Membership) -> DraftReader:
    """Let the link work to the end of that day, also one that was taken back. Idempotent.

    ValidationError for a day that is over or a year away, and for one who was forgotten.
    """
    standing = _locked(reader)
    if not standing.name:
        raise ValidationError(_("This person's details are deleted. Ask them anew."))
    expires_at = _end_of(standing.collaborative, until)
    if standing.expires_at != expires_at or standing.revoked_at is not None:
        before = standing.expires_at.astimezone(standing.collaborative.zone).date()
        standing.expires_at, standing.revoked_at = expires_at, None
        standing.save(update_fields=["expires_at", "revoked_at"])
        _record(
            "draft_reader.extended", standing, by, f"{before.isoformat()} → {until.isoformat()}"
        )
    return standing


@transaction.atomic
def take_link_back(*, reader: DraftReader, by: Membership) -> DraftReader:
    """Stop the link at once; what the expert said stays, under their name. Idempotent."""
    standing = _locked(reader)
    if standing.revoked_at is None:
        standing.revoked_at = timezone.now()
        standing.save(update_fields=["revoked_at"])
        _record("draft_reader.taken_back", standing, by)
    return standing


@transaction.atomic
def forget_expert(*, reader: DraftReader, by: Membership) -> DraftReader:
    """Delete name, address and what they know, here and in the sent mail; stop the link.

    What they said stays, as an expert's. Not to be undone. Idempotent.
    """
    standing = take_link_back(reader=reader, by=by)
    if standing.name:
        standing.name = standing.email = standing.known_for = ""
        standing.save(update_fields=["name", "email", "known_for"])
        forget(collaborative=standing.collaborative, dedupe_prefix=_mail_of(standing))
        _record("draft_reader.forgotten", standing, by)
    return standing


def _end_of(collaborative: Collaborative, day: dt.date) -> dt.datetime:
    """Return the last second of a day where the collaborative is."""
    today = collaborative.today()
    if not today <= day <= today + LONGEST:
        raise ValidationError({"until": _("Choose a day between today and a year from now.")})
    return dt.datetime.combine(day, dt.time(23, 59, 59), tzinfo=collaborative.zone)


def _mail_of(reader: DraftReader) -> str:
    return f"{MAIL}:{reader.pk}:"


def _locked(reader: DraftReader) -> DraftReader:
    rows = DraftReader.objects.select_for_update(of=("self",)).select_related("collaborative")
    return rows.get(pk=reader.pk)


def _record(action: str, reader: DraftReader, by: Membership, more: str = "") -> None:
    """The trail stays when a person is forgotten, so it names none from outside."""
    record(
        action=action, by=by.user, target=reader, collaborative=reader.collaborative, summary=more
    )
