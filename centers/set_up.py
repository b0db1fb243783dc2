"""Centers that take part already when a collaborative is set up: names pasted by its admin."""

from collections.abc import Sequence

from centers.models import Center, CoreTeam
from collaboratives.models import Collaborative, Membership
from collaboratives.setup.parts import Centers


def add_centers(collaborative: Collaborative, names: Sequence[str], by: Membership) -> Centers:
    """Put centers into the organization's register and let each send a core team. Idempotent.

    Capitals and spaces do not tell two names apart. A team is called like its center until it
    finds a name of its own; one that left stays as it is.
    """
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(name.casefold(), name)
    organization = collaborative.organization
    register = {center.name.casefold(): center for center in Center.objects.all()}
    sent = set(CoreTeam.objects.values_list("center", flat=True))
    registered, joined, known = [], [], []
    for key, name in wanted.items():
        center = register.get(key)
        if center is None:
            center = Center(organization=organization, name=name)
            center.full_clean()
            center.save()
            registered.append(center.name)
        if center.pk in sent:
            known.append(center.name)
            continue
        team = CoreTeam(
            collaborative=collaborative, organization=organization, center=center, name=center.name
        )
        team.full_clean()
        team.save()
        joined.append(center.name)
    return Centers(tuple(registered), tuple(joined), tuple(known))
