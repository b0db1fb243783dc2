from django.urls import URLPattern, URLResolver, path

from learning_sessions.views import agenda, build

app_name = "learning_sessions"

# Named by the event's key: a Pre-Work Day has an agenda too, but no number.
urlpatterns: list[URLPattern | URLResolver] = [
    path("<int:pk>/", agenda.agenda, name="agenda"),
    path("<int:pk>/outline/", agenda.copy_outline, name="copy_outline"),
    path("<int:pk>/about/", agenda.about, name="about"),
    path("<int:pk>/edit/", build.build, name="build"),
    path("<int:pk>/items/new/", build.add, name="add"),
    path("items/<int:pk>/", build.change, name="item"),
    path("items/<int:pk>/move/", build.move, name="move"),
    path("items/<int:pk>/remove/", build.remove, name="remove"),
    path("items/<int:pk>/restore/", build.restore, name="restore"),
]
