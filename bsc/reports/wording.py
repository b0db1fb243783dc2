"""The question of the month in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bsc.reports.question import Asked, Question

SINCE: dict[Asked, Promise] = {
    "better": _("“%(about)s” has been better since %(since)s. What did you do then?"),
    "worse": _("“%(about)s” has been going the other way since %(since)s. What was new then?"),
    "changed": _("“%(about)s” has changed since %(since)s. What did you do then?"),
}
QUESTIONS: dict[Asked, Promise] = {
    "better": _("“%(about)s” is getting better. What did you do?"),
    "worse": _("“%(about)s” is going the other way. What was new?"),
    "changed": _("“%(about)s” no longer goes up and down as it did. What did you do?"),
    "gap": _("There is no number for “%(about)s” this month. What got in the way?"),
    "surprise": _("“%(about)s” did not go as you thought. What surprised you?"),
    "nothing_tried": _("Nothing was tried this month. What could you try by next Tuesday?"),
    "unfinished": _("What did you see when you tried “%(about)s”?"),
    "next": _("Which of your tests is next, and who will try it by next Tuesday?"),
}
HELP: dict[Asked, Promise] = {
    "better": _("What you find, you can keep, and tell other centers."),
    "worse": _("Look for what was new, not for who was at fault."),
    "changed": _("Look at the tests marked on the chart near that day."),
    "gap": _("What would make counting easier? Who else could count?"),
    "surprise": _("A wrong guess often teaches more than a right one."),
    "nothing_tried": _("One child, one family or one teacher is enough for a test."),
    "unfinished": _("It counts even if it did not happen as planned."),
    "next": _("Small is good: one room, one day, one thing to look at."),
}


def words_of(question: Question) -> tuple[str, str]:
    """Return the question and a line that helps to talk about it, in the active language."""
    known = {"about": question.about, "since": question.since}
    template = SINCE.get(question.asked) if question.since else None
    return str(template or QUESTIONS[question.asked]) % known, str(HELP[question.asked])
