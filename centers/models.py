"""The register of centers, and the core teams they send to a collaborative."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bsc.tenancy.models import CollaborativeModel, OrganizationModel
from collaboratives.models import Membership


class Center(OrganizationModel):
    """A place of care in an organization's register."""

    class Kind(models.TextChoices):
        CHILD_CARE = "child_care", _("Child care center")
        HEAD_START = "head_start", _("Head Start")
        FAMILY_CARE = "family_care", _("Family child care")
        PRESCHOOL = "preschool", _("Public preschool")

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.CHILD_CARE)
    age_groups = models.CharField(_("age groups"), max_length=200, blank=True)
    town = models.CharField(_("town"), max_length=100, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "name"], name="center_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Classroom(OrganizationModel):
    """A room of a center. No child is recorded in it, ever."""

    center = models.ForeignKey(Center, on_delete=models.CASCADE, related_name="classrooms")
    name = models.CharField(_("name"), max_length=100)
    is_closed = models.BooleanField(_("not used any more"), default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["center", "name"], name="classroom_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class CoreTeam(CollaborativeModel):
    """The cross-role team of one center in one collaborative.

    It carries the organization beside the collaborative, so that the database can hold the
    center to the same organization.
    """

    class Status(models.TextChoices):
        INVITED = "invited", _("Invited")
        ACTIVE = "active", _("Active")
        LEFT = "left", _("Left")

    organization = models.ForeignKey(
        "collaboratives.Organization", on_delete=models.PROTECT, related_name="+"
    )
    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("team name"), max_length=200)
    motto = models.CharField(_("motto"), max_length=200, blank=True)
    story = models.TextField(_("our story"), blank=True)
    point_person = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    commitment_signed_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collaborative", "center"], name="one_team_per_center")
        ]

    def __str__(self) -> str:
        return self.name


class RoomMember(CollaborativeModel):
    """Somebody of a team works in this room, and so sees what is counted there."""

    organization = models.ForeignKey(
        "collaboratives.Organization", on_delete=models.PROTECT, related_name="+"
    )
    team = models.ForeignKey(CoreTeam, on_delete=models.PROTECT, related_name="room_rows")
    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["classroom", "member"], name="room_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.classroom_id}: {self.member_id}"
