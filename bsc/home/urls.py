"""Pages outside any collaborative."""

from django.urls import URLPattern, URLResolver, path

from bsc.home.views import doors

urlpatterns: list[URLPattern | URLResolver] = [
    path("", doors.front_door, name="home"),
    path("health/", doors.health, name="health"),
]
