"""What the link of an expert opens, without an account."""

from django.urls import URLPattern, URLResolver, include, path

from collaboratives.framework.views import draft, draft_mine, draft_pages

of_a_draft: list[URLPattern | URLResolver] = [
    path("read/<slug:key>/", draft_pages.start, name="start"),
    path("read/<slug:key>/drivers/<slug:driver>/", draft_pages.driver, name="driver"),
    path("read/<slug:key>/measures/", draft_pages.measures, name="measures"),
    path("read/<slug:key>/mine/", draft_mine.mine, name="mine"),
    path("read/<slug:key>/mine/<int:pk>/", draft_mine.change, name="change"),
    path("read/<slug:key>/mine/<int:pk>/take-back/", draft_mine.take_back_own, name="take_back"),
    path("unknown/", draft.unknown, name="unknown"),
    path("<str:code>/", draft.door, name="door"),
]

urlpatterns: list[URLPattern | URLResolver] = [path("d/", include((of_a_draft, "draft")))]
