"""``/feed/<code>.ics``: somebody's calendar program reads what concerns them, without signing in.

An unknown code, one that was taken back and one of somebody who left get the same answer.
"""

import hashlib
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import count_wrong_code, too_many_wrong_codes
from bsc.accounts.throttle import allow
from bsc.tenancy.doors import inside
from collaboratives.schedule.feeds import calendar_for, find_feed, note_reading, reader_of
from collaboratives.schedule.ical import CONTENT_TYPE

WHAT = "feed"
READINGS_AN_HOUR = 60


@login_not_required
@require_http_methods(["GET", "HEAD"])
def calendar_feed(request: HttpRequest, code: str) -> HttpResponse:
    """Send the calendar that a code stands for; nothing of it may be kept on the way."""
    response = _answer(request, code)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _answer(request: HttpRequest, code: str) -> HttpResponse:
    if too_many_wrong_codes(request, WHAT):
        return _text(_("Please wait a few minutes."), 429)
    feed = find_feed(code)
    if feed is None:
        return _unknown(request)
    with inside(feed.collaborative):
        member = reader_of(feed)
        if member is None:
            return _unknown(request)
        if not allow(WHAT, str(feed.pk), times=READINGS_AN_HOUR, within=timedelta(hours=1)):
            return _text(_("Please wait a few minutes."), 429)
        written = calendar_for(member, feed)
        note_reading(feed)
    mark = f'"{hashlib.sha256(written).hexdigest()[:32]}"'
    if mark in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers={"ETag": mark})
    name = 'inline; filename="calendar.ics"'
    headers = {"ETag": mark, "Content-Disposition": name}
    return HttpResponse(written, content_type=CONTENT_TYPE, headers=headers)


def _unknown(request: HttpRequest) -> HttpResponse:
    count_wrong_code(request, WHAT)
    return _text(_("There is no calendar at this address."), 404)


def _text(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
