"""What a calendar program opens without an account."""

from django.urls import URLPattern, URLResolver, path

from collaboratives.schedule.views.feed_public import calendar_feed

urlpatterns: list[URLPattern | URLResolver] = [
    path("feed/<str:code>.ics", calendar_feed, name="calendar_feed"),
]
