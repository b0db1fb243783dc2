"""Who must prove more than a mailbox. Upper apps register who that is.

The second factor is a code from an authenticator app (TOTP), with recovery codes on paper.
"""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings

from bsc.accounts.models import User

Predicate = Callable[[User], bool]
_predicates: list[Predicate] = []


def register(predicate: Predicate) -> Predicate:
    """Add a rule "this person must have a second factor"; any one of the rules is enough.

    Called in ``AppConfig.ready``; the rule may be asked outside any scope.
    """
    if predicate not in _predicates:
        _predicates.append(predicate)
    return predicate


def must_have(user: User) -> bool:
    """Whether this person's roles ask for one, whatever the settings enforce."""
    return any(predicate(user) for predicate in _predicates)


def is_enforced_for(user: User) -> bool:
    """Whether this site shows this person nothing before they have one."""
    return bool(settings.SECOND_FACTOR_REQUIRED) and must_have(user)


def has(user: User) -> bool:
    """Whether an authenticator app is linked to the account."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def is_due(user: User) -> bool:
    """Whether this person must set one up before this site shows them anything."""
    # The cheap question first: most who need one have one.
    return bool(settings.SECOND_FACTOR_REQUIRED) and not has(user) and must_have(user)
