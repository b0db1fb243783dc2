from django.urls import URLPattern, URLResolver, path

from metrics.views import measure, month, numbers, overview, weeks

app_name = "metrics"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", numbers.numbers, name="list"),
    path("overview/", overview.overview, name="overview"),
    path("weeks/", weeks.weeks, name="weeks"),
    path("month/<slug:month>/", month.month, name="month"),
    path("month/<slug:month>/reopen/", month.reopen, name="reopen"),
    path("measure/<slug:key>/", measure.measure, name="measure"),
    path("measure/<slug:key>/numbers.csv", measure.numbers_file, name="csv"),
]
