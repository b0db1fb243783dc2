"""Sending a question to a person; their address stays with us."""

import uuid
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bsc.accounts.throttle import allow
from bsc.audit.services import record
from bsc.mail.models import Message
from bsc.mail.services import queue_message
from collaboratives.models import Membership

TIMES, WITHIN = 10, timedelta(hours=1)


@transaction.atomic
def ask(*, by: Membership, to: Membership, words: str, reach: str, token: uuid.UUID) -> Message:
    """Mail a question to somebody of the implementation team; the same ``token`` mails once.

    The answer goes to the asker's own address where there is one. The audit keeps who asked whom,
    never the words. Raises ValidationError after many questions within an hour.
    """
    key = f"ask:{by.pk}:{token}"
    standing = Message.objects.filter(dedupe_key=key).first()
    if standing is not None:
        return standing
    if not allow("ask", str(by.user_id), times=TIMES, within=WITHIN):
        raise ValidationError(_("That were many questions. Please wait an hour, or call."))
    message = queue_message(
        name="asked",
        to=to.user,
        collaborative=to.collaborative,
        context={"asker": by, "words": words, "reach": reach, "teams": by.teams},
        dedupe_key=key,
        sender_name=by.user.name,
        reply_to=by.user.email or "",
    )
    record(action="help.asked", by=by.user, target=to, collaborative=to.collaborative)
    return message
