"""The address on a paper form."""

from django.urls import URLPattern, URLResolver, include, path

from pdsa.views import paper_public

of_a_paper_form: list[URLPattern | URLResolver] = [
    path("", paper_public.photo, name="photo"),
    path("sent/", paper_public.thanks, name="sent"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("p/<str:code>/", include((of_a_paper_form, "paper"))),
]
