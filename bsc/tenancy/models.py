"""The bases of every tenant row. No tables here; the tenants live in ``collaboratives``.

* ``CollaborativeModel``: improvement work, one collaborative.
* ``OrganizationModel``: the sponsor's register of centers, one organization.
* ``MaybeCollaborativeModel``: mail, reminders, files and audit; a row without a collaborative
  (a sign-in code) is seen only through ``bsc.tenancy.doors.nobodys_rows``.
"""

from typing import Any, ClassVar, Self

from django.db import models

from bsc.tenancy.managers import CollaborativeManager, OrganizationManager, refuse_other_tenant


class TenantModel(models.Model):
    """What the three bases share: a row is written only inside its own tenant's scope."""

    tenant_dimension: ClassVar[str]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_other_tenant(self, self.tenant_dimension)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_other_tenant(self, self.tenant_dimension)
        return super().delete(*args, **kwargs)


class CollaborativeModel(TenantModel):
    """Base of improvement work: the collaborative's key stands on the row itself."""

    tenant_dimension: ClassVar[str] = "collaborative"
    collaborative = models.ForeignKey(
        "collaboratives.Collaborative", on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[CollaborativeManager[Self]] = CollaborativeManager()

    class Meta:
        abstract = True


class OrganizationModel(TenantModel):
    """Base of the sponsor's register: the organization's key stands on the row itself."""

    tenant_dimension: ClassVar[str] = "organization"
    organization = models.ForeignKey(
        "collaboratives.Organization", on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[OrganizationManager[Self]] = OrganizationManager()

    class Meta:
        abstract = True


class MaybeCollaborativeModel(TenantModel):
    """Base of rows that may belong to no collaborative."""

    tenant_dimension: ClassVar[str] = "collaborative"
    collaborative = models.ForeignKey(
        "collaboratives.Collaborative",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects: ClassVar[CollaborativeManager[Self]] = CollaborativeManager()

    class Meta:
        abstract = True
