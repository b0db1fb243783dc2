"""One's own calendar address: make it, copy it, take it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bsc.mail.links import absolute
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.feeds import make_feed, open_feed_of, renew_feed, revoke_feed
from collaboratives.schedule.models import CalendarFeed


@require_http_methods(["GET", "POST"])
def feed(request: CollaborativeRequest) -> HttpResponse:
    """Show somebody their own address; a POST makes one, makes it anew or takes it back."""
    if request.method == "POST":
        _do(request, request.POST.get("action", ""))
        return redirect(url_in(request.collaborative, "schedule:feed"))
    standing = open_feed_of(request.member)
    context = {"feed": standing, **addresses_of(standing)}
    return render(request, "schedule/feed.html", context)


def _do(request: CollaborativeRequest, action: str) -> None:
    if action == "make":
        make_feed(member=request.member)
        messages.success(request, _("Your calendar address is ready."))
    elif action == "renew":
        renew_feed(member=request.member)
        messages.success(request, _("Here is your new address. The old one no longer works."))
    elif action == "revoke":
        revoke_feed(member=request.member)
        messages.success(request, _("The address is taken back. It no longer works."))


def addresses_of(feed: CalendarFeed | None) -> dict[str, str]:
    """Return the address as browsers and as calendar programs write it.

    Nothing where there is none, or where it can no longer be shown because the site's key changed.
    """
    code = feed.code if feed else ""
    if not code:
        return {}
    https = absolute(reverse("calendar_feed", kwargs={"code": code}))
    return {"https": https, "webcal": f"webcal://{https.partition('://')[2]}"}
