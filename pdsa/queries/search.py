"""Finding tests: by what they are, and by words."""

import re
from collections.abc import Collection
from typing import cast

from django.contrib.postgres.search import (
    CombinedSearchVector,
    SearchConfig,
    SearchHeadline,
    SearchQuery,
    SearchRank,
    SearchVector,
    SearchVectorField,
)
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat
from django.utils.html import escape
from django.utils.safestring import SafeString

from collaboratives.enums import TEAM_ROLES
from collaboratives.models import Membership
from pdsa.models import Cycle, CycleOwner
from pdsa.models.cycles import SEARCHED
from pdsa.queries.ramps import stage_seen_by

# A test is read in the language it is written in; everything but Spanish as English.
CONFIGS = {"es": "spanish", "en": "english"}
# Signs that nobody types; the excerpt is escaped before they become tags.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKED = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")


def narrowed(
    cycles: QuerySet[Cycle],
    member: Membership,
    *,
    driver: int | None = None,
    stage: str = "",
    role: str = "",
    scale: str = "",
    decision: str = "",
    words: str = "",
) -> QuerySet[Cycle]:
    """Return the cycles to which all of this applies; what is empty narrows nothing.

    ``stage`` is the idea's as far as the reader may know it. ``role`` is one that an owner holds
    or has held on the cycle's own team. ``words`` are read as a web search ("exact phrase", or,
    -without) over the cycle's texts, the idea and the team's name.
    """
    if driver:
        cycles = cycles.filter(ramp__secondary_driver=driver)
    if stage:
        cycles = cycles.alias(seen_stage=stage_seen_by(member, "ramp__")).filter(seen_stage=stage)
    if role:
        cycles = cycles.filter(Exists(_owners_who_are(role)))
    if scale:
        cycles = cycles.filter(scale=scale)
    if decision:
        cycles = cycles.filter(decision=decision)
    if words:
        cycles = cycles.alias(english=_text("english"), spanish=_text("spanish")).filter(
            Q(language="es", spanish=_query(words, "spanish"))
            | (~Q(language="es") & Q(english=_query(words, "english")))
        )
    return cycles


def best_first(cycles: QuerySet[Cycle], words: str) -> QuerySet[Cycle]:
    """Order what ``narrowed`` found by how well it matches the words; the newest of equals first."""
    texts = _joined(F("search"), F("ramp__search"))
    rank = Case(
        When(language="es", then=SearchRank(texts, _query(words, "spanish"))),
        default=SearchRank(texts, _query(words, "english")),
    )
    return cycles.alias(rank=rank).order_by("-rank", "-changed_at", "-pk")


def excerpts(keys: Collection[int], words: str) -> dict[int, SafeString]:
    """Return where the words stand in each of these cycles, escaped, the words in ``<mark>``.

    A cycle whose own texts do not hold them is absent. One query. Pass keys of cycles that the
    reader may see.
    """
    rows = (
        Cycle.objects.filter(pk__in=keys)
        .annotate(
            excerpt=Case(
                When(language="es", then=_headline(words, "spanish")),
                default=_headline(words, "english"),
            )
        )
        .values_list("pk", "excerpt")
    )
    return {key: marked(excerpt) for key, excerpt in rows if _OPEN in excerpt}


def marked(excerpt: str) -> SafeString:
    """Return an excerpt as HTML; only what the database marked becomes a tag."""
    escaped = _MARKED.sub(r"<mark>\1</mark>", escape(excerpt))
    # Escaped above; the only tags are ours.
    return SafeString(escaped.replace(_OPEN, "").replace(_CLOSE, ""))


def _owners_who_are(role: str) -> QuerySet[CycleOwner]:
    owners = CycleOwner.objects.filter(cycle=OuterRef("pk"))
    if role in TEAM_ROLES:
        return owners.filter(
            member__role_rows__role=role, member__role_rows__team=OuterRef("ramp__team")
        )
    return owners.filter(member__role_rows__role=role)


def _query(words: str, config: str) -> SearchQuery:
    return SearchQuery(words, config=config, search_type="websearch")


def _text(config: str) -> CombinedSearchVector:
    # Names of teams are few and short: they are read on the way, in the language of the cycle.
    team = SearchVector("ramp__team__name", config=config)
    return _joined(_joined(F("search"), F("ramp__search")), team)


def _joined(one: Combinable, other: Combinable) -> CombinedSearchVector:
    return CombinedSearchVector(
        one, "||", other, SearchConfig("english"), output_field=SearchVectorField()
    )


def _headline(words: str, config: str) -> SearchHeadline:
    texts: list[F | Value] = []
    for name in SEARCHED:
        texts += [Value(" · "), F(name)] if texts else [F(name)]
    return SearchHeadline(
        cast(str, Concat(*texts, output_field=TextField())),
        _query(words, config),
        config=config,
        start_sel=_OPEN,
        stop_sel=_CLOSE,
        max_words=18,
        min_words=8,
        max_fragments=2,
        fragment_delimiter=" … ",
    )
