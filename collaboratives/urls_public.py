"""Joining by an invitation, and the organization's own pages."""

from django.urls import URLPattern, URLResolver, include, path

from collaboratives.views import join, organization

joining: list[URLPattern | URLResolver] = [
    path("", join.language, name="language"),
    path("about/", join.about, name="about"),
    path("you/", join.you, name="you"),
    path("code/", join.prove, name="prove"),
]
of_an_organization: list[URLPattern | URLResolver] = [
    path("", organization.home, name="home"),
    path("enter/<slug:slug>/", organization.enter, name="enter"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("j/<str:code>/", include((joining, "join"))),
    path("o/<slug:organization>/", include((of_an_organization, "organization"))),
]
