"""A Python shell inside one collaborative, so that nobody wanders between tenants by accident."""

from typing import Any

from django.apps import apps
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import shell

from bsc.tenancy.doors import everything, inside


class Command(shell.Command):
    """``manage.py shell --collaborative SLUG``, or a deliberately ugly word for all of them."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the two ways in."""
        super().add_arguments(parser)
        parser.add_argument("--collaborative", metavar="SLUG")
        parser.add_argument("--every-tenant-at-once-i-know-what-i-do", action="store_true")

    def handle(self, **options: Any) -> None:
        """Open the scope, then the shell."""
        if options.pop("every_tenant_at_once_i_know_what_i_do"):
            with everything("shell"):
                super().handle(**options)
            return
        slug = options.pop("collaborative")
        model = apps.get_model("collaboratives", "Collaborative")
        found = model.objects.select_related("organization").filter(slug=slug or "").first()
        if found is None:
            names = ", ".join(model.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"Name one with --collaborative SLUG. There are: {names}.")
        with inside(found):
            super().handle(**options)
