"""The API, version 1. Everything below a collaborative derives from ``CollaborativeView``."""

from django.urls import URLPattern, URLResolver, include, path

from bsc.api.series import SeriesOfTeams

app_name = "api"

inside_a_collaborative: list[URLPattern | URLResolver] = [
    path("metrics/<int:pk>/series/", SeriesOfTeams.as_view(), name="series"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/", include(inside_a_collaborative)),
]
