"""What can be called otherwise, and which words stand for it. Standard library only.

``Collaborative.terms`` is ``{"en": {"center": ["clinic", "clinics"]}, "es": {"center":
["clínica", "clínicas", "f"]}}``: one, many, and in Spanish the gender of the new word.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

Terms = dict[str, dict[str, tuple[str, ...]]]
GENDERED = frozenset({"es"})
MASCULINE, FEMININE = "m", "f"
LONGEST = 40
# A term stands in pages unescaped, as every translation does, and in texts that are filled in
# afterwards: so no markup, no percent sign and no braces.
_ALLOWED = re.compile(r"[^\W\d_](?:[^\W_]|[ .’\-/])*")


class Words(NamedTuple):
    """What the pages say in one language; the first of ``one`` and ``many`` is the standard word.

    ``alone`` are texts that mean the term only where nothing else stands beside them.
    """

    one: tuple[str, ...]
    many: tuple[str, ...]
    gender: str = ""
    alone: tuple[str, ...] = ()


STANDARD: dict[str, dict[str, Words]] = {
    "center": {
        "en": Words(("center",), ("centers",)),
        "es": Words(("centro",), ("centros",), MASCULINE),
    },
    "center_team": {
        "en": Words(
            ("center team", "core team", "center's team", "center’s team"),
            ("center teams", "core teams", "centers' teams", "centers’ teams"),
        ),
        "es": Words(
            ("equipo de centro", "equipo del centro", "equipo de un centro", "equipo central"),
            ("equipos de los centros", "equipos de centros", "equipos de centro"),
            MASCULINE,
        ),
    },
    "team": {
        "en": Words(("team",), ("teams",)),
        "es": Words(("equipo",), ("equipos",), MASCULINE),
    },
    "senior_leader": {
        "en": Words(("senior leader",), ("senior leaders",)),
        "es": Words(
            ("dirección del centro", "dirección de los centros", "persona de la dirección"),
            ("direcciones de los centros", "personas de la dirección"),
            FEMININE,
            alone=("Dirección",),
        ),
    },
    "team_leader": {
        "en": Words(("team leader",), ("team leaders", "team’s leaders", "team's leaders")),
        "es": Words(
            ("líder de equipo", "líder del equipo", "persona líder del equipo"),
            ("líderes de equipo", "líderes del equipo", "personas líderes del equipo"),
            MASCULINE,
        ),
    },
    "teacher": {
        "en": Words(("teacher",), ("teachers",)),
        "es": Words(
            ("docente", "maestra o un maestro", "maestra o maestro", "maestra", "maestro"),
            ("docentes", "maestras y maestros", "maestras", "maestros"),
            MASCULINE,
        ),
    },
    "family_member": {
        "en": Words(("family member",), ("family members",)),
        "es": Words(("familiar",), ("familiares",), MASCULINE),
    },
    "family": {
        "en": Words(("family",), ("families",)),
        "es": Words(("familia",), ("familias",), FEMININE),
    },
    "coach": {
        "en": Words(("coach", "faculty coach"), ("coaches", "faculty coaches")),
        "es": Words(
            ("guía", "persona guía", "guía (coach)"),
            ("guías", "personas guía", "personas guías"),
            FEMININE,
        ),
    },
    "implementation_team": {
        "en": Words(("implementation team",), ("implementation teams",)),
        "es": Words(("equipo de implementación",), ("equipos de implementación",), MASCULINE),
    },
    "affinity_group": {
        "en": Words(("affinity group",), ("affinity groups",)),
        "es": Words(("grupo de afinidad",), ("grupos de afinidad",), MASCULINE),
    },
    "learning_session": {
        "en": Words(("Learning Session",), ("Learning Sessions",)),
        "es": Words(("sesión de aprendizaje",), ("sesiones de aprendizaje",), FEMININE),
    },
    "action_period": {
        "en": Words(("Action Period",), ("Action Periods",)),
        "es": Words(("período de acción",), ("períodos de acción",), MASCULINE),
    },
    "all_team_call": {
        "en": Words(("all-team call",), ("all-team calls",)),
        "es": Words(
            ("llamada de todos los equipos",), ("llamadas de todos los equipos",), FEMININE
        ),
    },
    "room": {
        "en": Words(("room", "classroom"), ("rooms", "classrooms")),
        "es": Words(("salón",), ("salones",), MASCULINE),
    },
    "collaborative": {
        "en": Words(("collaborative",), ("collaboratives",)),
        "es": Words(("colaborativo",), ("colaborativos",), MASCULINE),
    },
}

# The same words with another meaning: they stay, unless the whole phrase is a term that is renamed.
OTHER_MEANINGS: dict[str, tuple[str, ...]] = {
    "en": (
        *("center line", "center lines", "family child care", "family partner", "who coach"),
        *("and coach the", "to coach", "collaborative change framework", "all-team call"),
        *("all-team calls", "implementation team", "implementation teams", "faculty team"),
        *(
            "who coaches",
            "that coach",
            "breakthrough series collaborative",
            "waiting room",
            "conference room",
        ),
        *("community room", "make room", "makes room", "team that runs"),
        *("child care center", "child care centers", "people who coach"),
    ),
    "es": (
        *("línea del centro", "líneas del centro", "cuidado infantil familiar", "vida familiar"),
        *("cuidado familiar", "hogar familiar", "personal docente", "guía de estilo"),
        *("marco de cambio colaborativo", "marco de cambio del colaborativo"),
        *("llamada de todos los equipos", "llamadas de todos los equipos", "entorno familiar"),
        *("equipo de implementación", "equipos de implementación", "sala de espera"),
        *(
            "equipo que dirige",
            "en equipo",
            "centro de cuidado infantil",
            "centros de cuidado infantil",
        ),
        *("breakthrough series collaborative",),
    ),
}


LANGUAGES = tuple(STANDARD["center"])


def is_usable(word: str) -> bool:
    """Whether a word can stand in every text: letters, digits, blanks, hyphens, full stops."""
    return len(word) <= LONGEST and _ALLOWED.fullmatch(word) is not None


def cleaned(terms: Mapping[str, Any]) -> Terms:
    """Return what of ``Collaborative.terms`` can be used; the rest is left out, never shown."""
    found: Terms = {}
    for language, own in terms.items():
        for key, given in own.items():
            words = STANDARD.get(key, {}).get(language)
            if words is None or len(given) < 2 or not all(is_usable(word) for word in given[:2]):
                continue
            one, many = given[:2]
            if (one, many) == (words.one[0], words.many[0]):
                continue
            gender = given[2] if len(given) > 2 and given[2] in (MASCULINE, FEMININE) else ""
            kept = (one, many, gender or words.gender) if language in GENDERED else (one, many)
            found.setdefault(language, {})[key] = kept
    return found
