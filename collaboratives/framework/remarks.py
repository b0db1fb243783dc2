"""Comments as they are shown: each with its part and, for those who may know, its writer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from collaboratives.framework.models import DraftReader, FrameworkComment
from collaboratives.framework.readable import Part, PartId
from collaboratives.framework.rules import may_change_comment, may_see_all_comments
from collaboratives.models import Membership
from collaboratives.translations import Text


@dataclass(frozen=True)
class Remark:
    """One comment for one reader of it. ``who_key`` tells writers apart in the address."""

    comment: FrameworkComment
    part: Part
    who: str
    who_key: str
    detail: str = ""
    is_mine: bool = False
    may_change: bool = False


def shown_to(
    member: Membership, comments: Iterable[FrameworkComment], parts: Mapping[PartId, Part]
) -> list[FrameworkComment]:
    """Leave out what hangs on a part that is not for this reader; their own words stay."""
    return [
        one
        for one in comments
        if may_see_all_comments(member)
        or one.by_id == member.pk
        or PartId(one.part, one.part_key) in parts
    ]


def remarks_for(
    member: Membership, comments: Iterable[FrameworkComment], parts: Mapping[PartId, Part]
) -> list[Remark]:
    """Return comments in the order of the framework; a part that is deleted stands at the end.

    Who comes from outside is named only to those who see all comments.
    """
    order = {part: place for place, part in enumerate(parts)}
    found = [_remark(member, comment, parts) for comment in comments]
    last = len(order)
    return sorted(found, key=lambda one: (order.get(one.part.id, last), one.comment.at))


def by_part(remarks: Iterable[Remark]) -> list[tuple[Part, list[Remark]]]:
    """Return remarks that are in the framework's order in one group for each part."""
    return [(part, list(found)) for part, found in groupby(remarks, key=lambda one: one.part)]


def name_of(reader: DraftReader) -> str:
    """Return an expert's name, or what stands for it once it was deleted."""
    return reader.name or _("An expert")


def part_named(id_: PartId, parts: Mapping[PartId, Part]) -> Part:
    """Return the part, or what is left of one that is deleted or not for this reader."""
    return parts.get(id_) or Part(id_, Text(_("A part that is no longer there"), ""), gone=True)


def _remark(member: Membership, comment: FrameworkComment, parts: Mapping[PartId, Part]) -> Remark:
    part = part_named(PartId(comment.part, comment.part_key), parts)
    if comment.reader is None:
        who, key, detail = str(comment.by), f"m{comment.by_id}", ""
    elif may_see_all_comments(member):
        who, key = name_of(comment.reader), f"r{comment.reader_id}"
        detail = comment.reader.known_for
    else:
        who, key, detail = _("An expert from outside"), "r", ""
    return Remark(
        comment,
        part,
        who,
        key,
        detail,
        is_mine=comment.by_id == member.pk,
        may_change=may_change_comment(member, comment),
    )
