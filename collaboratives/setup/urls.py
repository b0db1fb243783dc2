"""The set-up: inside a collaborative its steps again, and an organization's pages of the wizard."""

from django.urls import URLPattern, URLResolver, include, path

from collaboratives.setup.views import (
    basics,
    coverage,
    framework,
    languages,
    measures,
    metrics_days,
    overview,
    people,
    quiet_hours,
    sessions,
    settings,
    start,
    terms,
)

app_name = "setup"

steps: list[URLPattern | URLResolver] = [
    path("", overview.overview, name="overview"),
    path("basics/", basics.basics, name="basics"),
    path("framework/", framework.framework, name="framework"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("measures/", measures.measures, name="measures"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/cancel/", people.cancel, name="invitation_cancel"),
    path("finish/", overview.finish, name="finish"),
]
of_an_organization: list[URLPattern | URLResolver] = [
    path("new/", start.new, name="new"),
    path("set-up/<slug:set_up>/", include(steps)),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", settings.settings, name="settings"),
    path("numbers/", metrics_days.metrics_days, name="metrics_days"),
    path("quiet-hours/", quiet_hours.quiet_hours, name="quiet_hours"),
    path("languages/", languages.languages, name="languages"),
    path("words/", terms.terms, name="terms"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("changes/<int:pk>/undo/", settings.undo, name="undo"),
    path("set-up/", include(steps)),
]
