"""What a room's card opens without an account, and the counters' service worker."""

from django.urls import URLPattern, URLResolver, include, path

from metrics.views import door, worker

of_a_card: list[URLPattern | URLResolver] = [
    path("room/<slug:key>/", door.room, name="room"),
    path("room/<slug:key>/families/", door.families, name="families"),
    path("room/<slug:key>/behaviours/", door.behaviours, name="behaviours"),
    path("room/<slug:key>/taps/", door.taps, name="taps"),
    path("<str:code>/", door.door, name="door"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("r/", include((of_a_card, "room"))),
    path("counting-worker.js", worker.counting_worker, name="counting_worker"),
]
