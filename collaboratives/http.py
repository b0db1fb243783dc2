"""The way into a collaborative, and the request past it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from bsc.accounts.models import User
from bsc.tenancy.doors import inside
from collaboratives.models import Collaborative, Membership, Organization


class CollaborativeRequest(HttpRequest):
    """A member's request inside one collaborative."""

    user: User
    htmx: HtmxDetails
    collaborative: Collaborative
    member: Membership


@contextmanager
def as_member(user: User | AnonymousUser, slug: str) -> Iterator[tuple[Collaborative, Membership]]:
    """Open the collaborative with this slug to somebody who holds a role in it today.

    Times are shown in that person's zone, or else the collaborative's. Anybody else gets the
    same Http404 as for a slug that does not exist. Pages and API both come in here.
    """
    collaborative = Collaborative.objects.select_related("organization").filter(slug=slug).first()
    if collaborative is None or not user.is_authenticated:
        raise Http404
    with inside(collaborative), timezone.override(user.time_zone or collaborative.zone):
        member = Membership.objects.select_related("user").filter(user=user).first()
        if member is None or not member.hats:
            raise Http404
        yield collaborative, member


@contextmanager
def as_admin(user: User, organization: Organization, slug: str) -> Iterator[Collaborative]:
    """Open one of an organization's collaboratives to be set up; the caller knows its admin.

    Another organization's gets the same Http404 as a slug that does not exist.
    """
    collaborative = Collaborative.objects.filter(organization=organization, slug=slug).first()
    if collaborative is None:
        raise Http404
    collaborative.organization = organization
    with inside(collaborative), timezone.override(user.time_zone or collaborative.zone):
        yield collaborative


def url_in(collaborative: Collaborative, name: str, **kwargs: Any) -> str:
    """Return the address of a page inside a collaborative, by its URL name."""
    return reverse(name, kwargs={"collaborative": collaborative.slug, **kwargs})
