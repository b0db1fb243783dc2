"""The driver diagram: a picture for the wall; on a phone it stands behind the outline."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from collaboratives.framework.counts import Note, notes_for
from collaboratives.framework.diagram import Driver, Group, Words, driver_diagram
from collaboratives.framework.models import ChangeFramework
from collaboratives.framework.queries import framework_of
from collaboratives.http import CollaborativeRequest
from collaboratives.translations import in_language


@require_GET
def diagram(request: CollaborativeRequest) -> HttpResponse:
    """Draw the framework for any member, families in plain words."""
    framework = framework_of(request.collaborative)
    svg = ""
    if framework:
        notes = notes_for(request.member)
        svg = draw(framework, notes, plain=request.member.is_family_only)
    return render(
        request,
        "framework/diagram.html",
        # Every text in it went through escape() in diagram.py.
        {"framework": framework, "svg": mark_safe(svg), "plain": request.member.is_family_only},  # noqa: S308 -- drawn by us, every text escaped
    )


def draw(framework: ChangeFramework, notes: dict[int, list[Note]], *, plain: bool) -> str:
    """Return the drawing of a framework that ``framework_of`` loaded."""
    groups = [
        Group(
            number=str(primary.number),
            text=in_language(primary, "short_name").text,
            drivers=[
                Driver(
                    number=driver.number,
                    text=in_language(driver, "plain").text if plain else driver.action,
                    count=sum(note.count for note in notes.get(driver.pk, [])),
                )
                for driver in primary.drivers
            ],
        )
        for primary in framework.drivers
    ]
    aims = [aim.text for aim in framework.aims.all()]
    return driver_diagram(aims, groups, words_of(framework.name, aims, groups, plain=plain))


def words_of(name: str, aims: list[str], groups: list[Group], *, plain: bool) -> Words:
    """Return the heads, title and description in the reader's language."""
    shown = {
        "name": name,
        "aims": len(aims),
        "primary": len(groups),
        "secondary": sum(len(group.drivers) for group in groups),
    }
    if plain:
        return Words(
            title=_("What we are working on: %(name)s") % shown,
            description=_(
                "On the left stand %(aims)s things we want. In the middle stand %(primary)s things "
                "that lead to them. On the right stand %(secondary)s things we do. "
                "The list says the same in words."
            )
            % shown,
            aims=_("What we want"),
            primary=_("What leads to it"),
            secondary=_("What we do"),
            count=_("Tries"),
        )
    return Words(
        title=_("Driver diagram: %(name)s") % shown,
        description=_(
            "From left to right: %(aims)s aims, the %(primary)s primary drivers that lead to them, "
            "and %(secondary)s secondary drivers, each joined to its primary driver. "
            "The outline says the same in words."
        )
        % shown,
        aims=_("Aims"),
        primary=_("Primary drivers"),
        secondary=_("Secondary drivers"),
        count=_("Tests"),
    )
