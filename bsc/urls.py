"""Every address. What stands under ``/c/<collaborative>/`` is opened by the tenant middleware."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from collaboratives.setup.urls import of_an_organization

inside_a_collaborative: list[URLPattern | URLResolver] = [
    path("framework/", include("collaboratives.framework.urls")),
    path("calendar/", include("collaboratives.schedule.urls")),
    path("workplan/", include("collaboratives.workplan.urls")),
    path("board/", include("collaboratives.community.urls")),
    path("assessment/", include("centers.assessment.urls")),
    path("metrics/", include("metrics.urls")),
    path("pdsa/", include("pdsa.urls")),
    path("learning-sessions/", include("learning_sessions.urls")),
    path("reports/", include("bsc.reports.urls")),
    path("settings/", include("collaboratives.setup.urls")),
    path("", include("collaboratives.urls")),
    path("", include("bsc.home.urls_inside")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:collaborative>/", include(inside_a_collaborative)),
    path("api/v1/", include("bsc.api.urls")),
    path("styleguide/", include("bsc.ui.urls")),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("", include("bsc.accounts.urls")),
    path("", include("bsc.notifications.urls")),
    path("", include("collaboratives.urls_public")),
    path("", include("collaboratives.workplan.urls_public")),
    path("", include("collaboratives.framework.urls_public")),
    path("o/<slug:organization>/", include((of_an_organization, "organization_setup"))),
    path("", include("collaboratives.schedule.urls_public")),
    path("", include("metrics.urls_public")),
    path("", include("pdsa.urls_public")),
    path("", include("bsc.home.urls")),
]

if settings.BSC_DEMO:
    urlpatterns.append(path("", include("bsc.embedded.urls")))
