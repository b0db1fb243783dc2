"""The addresses of the demonstration, whose mailbox is absent everywhere else."""

from django.urls import include, path

from bsc.urls import urlpatterns as everywhere

urlpatterns = [*everywhere, path("", include("bsc.embedded.urls"))]
