"""Loads the story of the demonstration once; a second call changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from bsc.embedded.load import load_demonstration
from bsc.embedded.load.large import load_large


class Command(BaseCommand):
    """Load organizations, collaboratives and their story into an empty database."""

    help = "Load the demonstration unless it stands."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the size."""
        parser.add_argument("--size", choices=("small", "large"), default="small")

    def handle(self, *args: Any, size: str, **options: Any) -> None:
        """Load everything or nothing."""
        with transaction.atomic():
            loaded = load_demonstration()
        if size == "large":
            with transaction.atomic():
                loaded = load_large() or loaded
        if not loaded:
            self.stdout.write("The demonstration stands already.")
