"""How often something may happen: a bucket of tokens that refills with time.

The buckets stand in PostgreSQL, so every web process counts in the same one and an emptied
cache forgives nothing.
"""

from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from bsc.accounts.models import TokenBucket

KEPT = timedelta(days=2)


@transaction.atomic
def allow(what: str, who: str, *, times: int, within: timedelta, cost: int = 1) -> bool:
    """Whether it may happen once more; takes a token if so.

    At most ``times`` at once, and as many again spread over ``within`` (up to a day). With
    ``cost=0`` it only looks. ``who`` is hashed: the table holds no addresses.
    """
    key = sha256(f"{what}:{who}".encode()).hexdigest()
    now = timezone.now()
    fresh = TokenBucket(key=key, tokens=float(times), updated_at=now)
    TokenBucket.objects.bulk_create([fresh], ignore_conflicts=True)
    [bucket] = TokenBucket.objects.select_for_update().filter(key=key)
    if bucket.updated_at == now:
        TokenBucket.objects.filter(updated_at__lt=now - KEPT).delete()
    passed = max((now - bucket.updated_at) / within, 0.0)
    tokens = min(float(times), bucket.tokens + passed * times)
    if tokens < 1:
        return False
    if cost:
        bucket.tokens, bucket.updated_at = tokens - cost, now
        bucket.save(update_fields=["tokens", "updated_at"])
    return True
