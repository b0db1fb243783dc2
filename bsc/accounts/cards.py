"""Personal cards: how somebody without an e-mail address comes back.

A card is as good as a password on paper, so it is made only for accounts that can do little
harm: no e-mail address of their own, no second factor, no role that must have one.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from bsc.accounts import codes, second_factor
from bsc.accounts.models import PersonalCard, User
from bsc.audit.services import record
from bsc.tenancy.doors import nobodys_rows

PURPOSE = "card"
LENGTH = 16  # 80 bits


def may_have_card(user: User) -> bool:
    """Whether a card may open this account."""
    return (
        user.is_active
        and not user.email
        and not second_factor.has(user)
        and not second_factor.must_have(user)
    )


def live_card(user: User) -> PersonalCard | None:
    """Return the card that works today, if there is one."""
    return PersonalCard.objects.filter(user=user, revoked_at=None).first()


@transaction.atomic
def issue_card(*, user: User, by: User | None) -> PersonalCard:
    """Make a card; the one before stops working. Raises PermissionDenied for protected accounts."""
    User.objects.select_for_update().get(pk=user.pk)
    if not may_have_card(user):
        raise PermissionDenied
    revoke_cards(user=user)
    nonce = codes.new_nonce()
    card = PersonalCard.objects.create(
        user=user,
        nonce=nonce,
        code_hash=codes.fingerprint(PURPOSE, codes.derive(PURPOSE, nonce, length=LENGTH)),
        issued_by=by,
    )
    with nobodys_rows():
        record(action="card.issued", by=by, target=card)
    return card


def clear_code(card: PersonalCard) -> str:
    """Return the code as printed, or "" after a change of the secret key."""
    return codes.grouped(codes.recover(PURPOSE, card.nonce, card.code_hash, length=LENGTH))


def revoke_cards(*, user: User) -> int:
    """Stop every card of this person; returns how many there were."""
    return PersonalCard.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())


@transaction.atomic
def use_card(code: str) -> User | None:
    """Return whose card this is, or None: unknown, revoked, or the account outgrew cards."""
    card = (
        PersonalCard.objects.select_related("user")
        .filter(code_hash__in=codes.fingerprints(PURPOSE, code), revoked_at=None)
        .first()
    )
    if card is None or not may_have_card(card.user):
        return None
    card.last_used_at = timezone.now()
    card.save(update_fields=["last_used_at"])
    return card.user
