"""The first step on a new installation: a sponsor, and the person who sets up its collaboratives."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify

from bsc.accounts.models import User, clean_email
from collaboratives.models import Organization, OrganizationAdmin


class Command(BaseCommand):
    """Make an organization and its first admin; asks for what is not given."""

    help = "Make an organization and its first admin."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what can be given instead of typed."""
        parser.add_argument("--name")
        parser.add_argument("--admin-name")
        parser.add_argument("--admin-email")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Make both, or say what is wrong."""
        name = options["name"] or input("Name of the organization: ")
        admin_name = options["admin_name"] or input("Name of its first admin: ")
        email = clean_email(options["admin_email"] or input("Their e-mail address: "))
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email or 'Nothing'} is not an e-mail address.") from error
        slug = slugify(name)
        if not slug or Organization.objects.filter(slug=slug).exists():
            raise CommandError(f"There is an organization named {name!r} already, or no name.")
        organization = Organization.objects.create(name=name, slug=slug)
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            name=admin_name, email=email
        )
        OrganizationAdmin.objects.create(organization=organization, user=user)
        self.stdout.write(f"{user.name} can sign in and set up {organization.name}.")
