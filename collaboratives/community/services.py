"""Writing on the board."""

import uuid
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.audit.services import record
from bsc.files.services import store_photo
from collaboratives.community.enums import Audience
from collaboratives.community.models import Post, Topic, TopicPhoto
from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Membership, MembershipRole

if TYPE_CHECKING:
    from centers.models import CoreTeam


@transaction.atomic
def start_topic(
    *,
    author: Membership,
    hat: MembershipRole,
    title: str,
    body: str,
    language: str,
    token: uuid.UUID,
    team: "CoreTeam | None" = None,
    driver: SecondaryDriver | None = None,
    photo: File[Any] | None = None,
    alt: str = "",
) -> Topic:
    """Start a topic for one team, or for everyone (None).

    Idempotent by ``token``. ValidationError when the upload is no photograph; nothing is kept
    then.
    """
    standing = Topic.objects.filter(author=author, token=token).first()
    if standing is not None:
        return standing
    topic = Topic(
        collaborative=author.collaborative,
        audience=Audience.TEAM if team else Audience.EVERYONE,
        team=team,
        title=title.strip(),
        body=body.strip(),
        driver=driver,
        language=language,
        author=author,
        hat=hat,
        token=token,
    )
    # A second click is the database's to notice (TenantScopeMiddleware), not the writer's error.
    topic.full_clean(exclude=["token"])
    topic.save()
    if photo is not None:
        _attach(topic, None, author, photo, alt)
    _audit("topic.started", topic, author)
    return topic


@transaction.atomic
def reply(
    *,
    topic: Topic,
    author: Membership,
    hat: MembershipRole,
    body: str,
    language: str,
    token: uuid.UUID,
    photo: File[Any] | None = None,
    alt: str = "",
) -> Post:
    """Answer in a topic. Idempotent by ``token``; the hat is one of ``rules.hats_for_reply``."""
    standing = Post.objects.filter(author=author, token=token).first()
    if standing is not None:
        return standing
    locked = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    if locked.removed_at:
        raise ValidationError(_("This topic was taken back in the meantime."))
    post = Post(
        collaborative=topic.collaborative,
        topic=locked,
        author=author,
        hat=hat,
        body=body.strip(),
        language=language,
        token=token,
    )
    # A second click is the database's to notice (TenantScopeMiddleware), not the writer's error.
    post.full_clean(exclude=["token"])
    post.save()
    if photo is not None:
        _attach(locked, post, author, photo, alt)
    locked.active_at = post.created_at
    locked.save(update_fields=["active_at"])
    _audit("topic.answered", topic, author)
    return post


def _attach(topic: Topic, post: Post | None, by: Membership, upload: File[Any], alt: str) -> None:
    photo = TopicPhoto(
        collaborative=topic.collaborative,
        topic=topic,
        post=post,
        stored=store_photo(upload=upload, collaborative=topic.collaborative),
        alt=alt.strip(),
        by=by,
    )
    photo.full_clean()
    photo.save()


@transaction.atomic
def set_pinned(*, topic: Topic, pinned: bool, by: Membership) -> None:
    """Keep a topic at the top, or let it go. Idempotent."""
    changed = Topic.objects.filter(pk=topic.pk).exclude(pinned=pinned).update(pinned=pinned)
    if changed:
        _audit("topic.pinned" if pinned else "topic.unpinned", topic, by)


@transaction.atomic
def remove_topic(*, topic: Topic, by: Membership) -> None:
    """Take one's topic back: nobody reads it any more, its photographs are gone. Idempotent."""
    standing = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    if standing.removed_at:
        return
    standing.removed_at = timezone.now()
    standing.save(update_fields=["removed_at"])
    _drop(TopicPhoto.objects.filter(topic=standing).select_related("stored"))
    _audit("topic.removed", standing, by)


@transaction.atomic
def remove_post(*, post: Post, by: Membership) -> None:
    """Take one's words back: text and photographs are gone, the place stays. Idempotent."""
    standing = Post.objects.select_for_update(of=("self",)).select_related("topic").get(pk=post.pk)
    if standing.removed_at:
        return
    standing.body = ""
    standing.removed_at = timezone.now()
    standing.save(update_fields=["body", "removed_at"])
    _drop(TopicPhoto.objects.filter(post=standing).select_related("stored"))
    _audit("post.removed", standing.topic, by)


@transaction.atomic
def remove_photo(*, photo: TopicPhoto, by: Membership) -> None:
    """Remove a photograph for good, its files too once the transaction stands."""
    _drop([photo])
    _audit("topic.photo_removed", photo.topic, by)


def _drop(photos: Iterable[TopicPhoto]) -> None:
    for photo in list(photos):
        stored = photo.stored
        photo.delete()
        stored.delete()
        for kept in filter(None, (stored.file, stored.thumbnail)):
            transaction.on_commit(partial(kept.storage.delete, str(kept.name)))


def _audit(action: str, topic: Topic, by: Membership) -> None:
    # Who reads the audit trail may not read the board, so it names no words of people.
    record(
        action=action,
        by=by.user,
        target=topic,
        collaborative=topic.collaborative,
        summary=str(topic.team or topic.get_audience_display()),
    )
