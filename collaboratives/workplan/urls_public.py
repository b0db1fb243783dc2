"""The address of a shared plan."""

from django.urls import URLPattern, URLResolver, path

from collaboratives.workplan.views.share_public import shared_plan

urlpatterns: list[URLPattern | URLResolver] = [
    path("plan/<str:code>/", shared_plan, name="plan_share"),
]
