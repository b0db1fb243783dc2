"""Change ideas that people suggest, and what the implementation team makes of them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from collaboratives.framework.enums import IdeaStatus
from collaboratives.framework.models import ChangeIdea, SecondaryDriver
from collaboratives.framework.services.editing import audit, lock_framework
from collaboratives.framework.shape import clean_text
from collaboratives.models import Membership


@transaction.atomic
def suggest_idea(*, driver: SecondaryDriver, text: str, by: Membership) -> ChangeIdea:
    """Keep an idea for the implementation team to look at.

    The same words under the same driver make one row, whoever said them first.
    """
    framework = lock_framework()
    words = clean_text(text)
    ideas = ChangeIdea.objects.filter(secondary=driver)
    standing = ideas.filter(text__iexact=words).order_by("pk").first()
    if standing:
        return standing
    idea = ChangeIdea(
        collaborative=framework.collaborative,
        secondary=driver,
        text=words,
        position=(ideas.aggregate(last=Max("position"))["last"] or 0) + 1,
        proposed_by=by,
        status=IdeaStatus.PROPOSED,
    )
    idea.full_clean()
    idea.save()
    audit(idea, "suggested", by, f"{driver}: {words}")
    return idea


@transaction.atomic
def decide_idea(*, idea: ChangeIdea, status: str, by: Membership) -> bool:
    """Take a suggested idea in, say "not now", or put it back among those that wait.

    Returns whether anything changed. ValidationError for an idea that nobody suggested, or one
    that became a part of another.
    """
    lock_framework()
    standing = ChangeIdea.objects.get(pk=idea.pk)
    if standing.proposed_by_id is None or standing.merged_into_id is not None:
        raise ValidationError(_("This idea was not suggested by anybody."))
    if standing.status == status:
        return False
    before = standing.get_status_display()
    standing.status = IdeaStatus(status)
    standing.revision += 1
    standing.save()
    audit(standing, "decided", by, f"{standing.text}: {before} → {standing.get_status_display()}")
    return True
