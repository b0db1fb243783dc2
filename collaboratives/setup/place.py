"""Where a step of the wizard is open: on the organization's pages, or inside the collaborative.

The same views, forms and services serve both. Outside, an organization's admin sets up and sees
nothing else; inside, the implementation team changes what stands.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from bsc.accounts.models import User
from collaboratives.enums import CollaborativeStatus
from collaboratives.http import url_in
from collaboratives.models import Collaborative, Membership
from collaboratives.setup.enums import SetUpStep


@dataclass(frozen=True)
class Place:
    """Who sets up what, and from where; ``member`` is None on the organization's pages."""

    collaborative: Collaborative
    user: User
    member: Membership | None

    @property
    def is_read_only(self) -> bool:
        """Whether content is no longer theirs to write: an outside admin's, once it runs."""
        return self.is_outside and not self.is_walking

    @property
    def is_outside(self) -> bool:
        """Whether this is the admin's own page, outside the collaborative."""
        return self.member is None

    @property
    def is_walking(self) -> bool:
        """Whether the wizard is still being walked through; afterwards steps are redone singly."""
        return self.collaborative.status == CollaborativeStatus.SETUP

    def url(self, name: str = "overview", **kwargs: Any) -> str:
        """Return the address of a step or page of the set-up, on this side."""
        if self.member is not None:
            return url_in(self.collaborative, f"setup:{name}", **kwargs)
        names = {
            "organization": self.collaborative.organization.slug,
            "set_up": self.collaborative.slug,
        }
        return reverse(f"organization_setup:{name}", kwargs=names | kwargs)

    def before(self, step: SetUpStep) -> str:
        """Return the address of the step before, or of the overview."""
        place = list(SetUpStep).index(step)
        return self.url(list(SetUpStep)[place - 1] if place else "overview")

    def after(self, step: SetUpStep) -> str:
        """Return the address where one goes on: the next step, or the overview when redoing."""
        if not self.is_walking:
            return self.url("overview")
        place = list(SetUpStep).index(step) + 1
        return self.url(list(SetUpStep)[place] if place < len(SetUpStep) else "finish")

    def is_done(self, step: SetUpStep) -> bool:
        """Whether somebody has finished that step."""
        return step in self.collaborative.set_up_steps

    @property
    def open_steps(self) -> list[SetUpStep]:
        """Return the steps that nobody has finished yet, in order."""
        return [step for step in SetUpStep if not self.is_done(step)]
