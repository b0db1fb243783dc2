"""Who is in a collaborative, and as what."""

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bsc.tenancy.models import CollaborativeModel
from collaboratives.enums import LEADER_ROLES, TEAM_ROLES, Competency, Role

if TYPE_CHECKING:
    from centers.models import CoreTeam


class Membership(CollaborativeModel):
    """One person in one collaborative; what they may do is the union of their roles."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    photo_consent_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When they said yes to photos of themselves.")
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collaborative", "user"], name="membership_once")
        ]

    def __str__(self) -> str:
        return self.user.name

    @cached_property
    def hats(self) -> list["MembershipRole"]:
        """Return the roles held today, team loaded; ``queries.with_hats`` loads them for many."""
        held = getattr(self, "held", None)
        if held is not None:
            return list(held)
        today = timezone.localdate()
        rows = MembershipRole.objects.filter(membership=self).select_related("team")
        return [hat for hat in rows.order_by("pk") if hat.is_held_on(today)]

    @property
    def roles(self) -> frozenset[str]:
        """Return the names of the roles held today."""
        return frozenset(hat.role for hat in self.hats)

    @property
    def is_implementation(self) -> bool:
        """Whether they are on the implementation team today."""
        return Role.IMPLEMENTATION in self.roles

    @property
    def is_faculty(self) -> bool:
        """Whether they coach today."""
        return Role.FACULTY in self.roles

    @property
    def is_observer(self) -> bool:
        """Whether observing is all they do: such a person sees counts, never names."""
        return self.roles == {Role.OBSERVER}

    @property
    def is_family_only(self) -> bool:
        """Whether pages shall lead with the plain words for families."""
        return self.roles == {Role.FAMILY}

    @property
    def teams(self) -> list["CoreTeam"]:
        """Return the core teams they are on today, each once."""
        found = {hat.team_id: hat.team for hat in self.hats if hat.team is not None}
        return list(found.values())

    @property
    def team_ids(self) -> frozenset[int]:
        """Return the keys of the core teams they are on today."""
        return frozenset(hat.team_id for hat in self.hats if hat.team_id is not None)

    def leads(self, team_id: int | None) -> bool:
        """Whether they are senior leader or team leader of that team today."""
        return any(hat.team_id == team_id and hat.role in LEADER_ROLES for hat in self.hats)

    def is_data_contact_of(self, team_id: int) -> bool:
        """Whether that team's numbers are theirs to submit."""
        return any(hat.team_id == team_id and hat.is_data_contact for hat in self.hats)

    @property
    def hat(self) -> "MembershipRole | None":
        """Return the role a post is signed with when the writer chooses none."""
        return self.hats[0] if self.hats else None


class MembershipRole(CollaborativeModel):
    """One hat of one member, from a day and maybe until one (the last day it is held)."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="role_rows")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    team = models.ForeignKey(
        "centers.CoreTeam",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="role_rows",
    )
    perspective = models.CharField(
        _("perspective"), max_length=100, blank=True, help_text=_("What a coach speaks from.")
    )
    competencies = models.JSONField(default=list, blank=True)
    duties = models.JSONField(default=list, blank=True)
    is_data_contact = models.BooleanField(_("data contact"), default=False)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="team_roles_have_a_team",
                condition=models.Q(role__in=sorted(TEAM_ROLES), team__isnull=False)
                | (~models.Q(role__in=sorted(TEAM_ROLES)) & models.Q(team__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=["membership", "role", "team"],
                condition=models.Q(ends_on__isnull=True),
                name="role_held_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}"

    def is_held_on(self, day: dt.date) -> bool:
        """Whether the role is held on that day; the last day counts."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @property
    def competency_labels(self) -> list[str]:
        """Return the names of the implementation competencies this person holds."""
        return [str(Competency(key).label) for key in self.competencies]
