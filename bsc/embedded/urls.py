"""Pages of the demonstration alone."""

from django.urls import path

from bsc.embedded import personas, views

app_name = "demo"

urlpatterns = [
    path("demo/mail/", views.mailbox, name="mailbox"),
    path("demo/mail/<slug:name>/", views.letter, name="letter"),
    path("demo/sign-in/<slug:key>/", personas.sign_in_as, name="sign_in_as"),
]
