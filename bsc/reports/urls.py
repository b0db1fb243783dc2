from django.urls import URLPattern, URLResolver, path

from bsc.reports.views import reports, settings, stories, story

app_name = "reports"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", reports.reports, name="list"),
    path("<int:pk>/", reports.download, name="download"),
    path("<int:pk>/retry/", reports.retry, name="retry"),
    path("settings/", settings.report_settings, name="settings"),
    path("stories/", stories.stories, name="stories"),
    path("stories/<int:pk>/", stories.arrange, name="arrange"),
    path("stories/<slug:month>/<int:pk>/", story.story, name="story"),
]
