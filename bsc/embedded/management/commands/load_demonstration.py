"""Loads the story of the demonstration once; a second call changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from bsc.embedded.load import load_demonstration


class Command(BaseCommand):
    """Load organizations, collaboratives and their story into an empty database."""

    help = "Load the demonstration unless it stands."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything or nothing."""
        with transaction.atomic():
            loaded = load_demonstration()
        if not loaded:
            self.stdout.write("The demonstration stands already.")
