from django.urls import URLPattern, URLResolver, path

from bsc.reports.views import reports

app_name = "reports"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", reports.reports, name="list"),
    path("<int:pk>/", reports.download, name="download"),
]
