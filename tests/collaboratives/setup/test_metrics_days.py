"""Days for the numbers: in order, looked at before they change, and safe for the month being sent."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django_scopes import scopes_disabled

from collaboratives.models import Collaborative
from metrics.models import MonthlySubmission
from tests.cast import cast_gets

pytestmark = pytest.mark.django_db
FIFTEENTH = datetime(2026, 11, 15, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_the_middle_of_november():
    with time_machine.travel(FIFTEENTH, tick=False):
        yield


@pytest.fixture
def desk(client, cast):
    cast.sign_in(client, "implementation")
    return client


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, others=403))
def test_who_may_see_the_days(client, cast, who, status):
    assert cast.get(client, who, "settings/numbers/") == status


def days(cast):
    row = Collaborative.objects.get(pk=cast.collaborative.pk)
    return row.metrics_due_day, row.metrics_close_day, row.report_day


def send(desk, cast, due, close, report, **more):
    url = cast.url("settings/numbers/")
    form = desk.get(url).context["form"]
    sent = {"metrics_due_day": due, "metrics_close_day": close, "report_day": report}
    return desk.post(url, {"stamp": form["stamp"].value(), **sent, **more})


def test_the_consequences_are_looked_at_first(desk, cast):
    page = send(desk, cast, 17, 26, 28)
    text = page.content.decode()
    assert days(cast) == (10, 25, 26)
    assert "October: due on November 17 (was November 10), open until November 26 (was" in text
    assert "reports on November 28 (was November 26)." in text
    assert "November: due on December 17 (was December 10)" in text
    assert "Teams that sent October already keep the date that held then." in text
    confirmed = page.context["form"]["confirmed"].value()
    send(desk, cast, 17, 26, 27, confirmed=confirmed)
    assert days(cast) == (10, 25, 26), "other days than those looked at"
    assert send(desk, cast, 17, 26, 28, confirmed=confirmed).status_code == 302
    assert days(cast) == (17, 26, 28)


@pytest.mark.parametrize(
    ("typed", "said"),
    (
        ((20, 15, 26), "This comes before the numbers are due."),
        ((10, 25, 25), "Until day 25 teams can still send."),
        ((10, 25, 29), "Take a day from 1 to 28"),
        ((0, 25, 26), "Take a day from 1 to 28"),
        ((10, 14, 26), "nobody could send them any more. Take day 15 or later."),
    ),
)
def test_days_out_of_order_are_refused_beside_the_field(desk, cast, typed, said):
    page = send(desk, cast, *typed)
    text = page.content.decode()
    assert said in text
    assert all(f'value="{day}"' in text for day in typed)
    assert days(cast) == (10, 25, 26)


def test_a_due_day_that_would_be_over_at_once_is_refused(desk, cast):
    Collaborative.objects.filter(pk=cast.collaborative.pk).update(metrics_due_day=20)
    assert "they would all be late at once" in send(desk, cast, 12, 25, 26).content.decode()
    Collaborative.objects.filter(pk=cast.collaborative.pk).update(metrics_due_day=10)
    assert "consequences" in send(desk, cast, 5, 25, 26).context, "it is over already as it is"


def test_before_the_first_month_is_over_every_order_will_do(desk, cast):
    Collaborative.objects.filter(pk=cast.collaborative.pk).update(starts_on=date(2026, 11, 2))
    page = send(desk, cast, 3, 4, 5)
    assert "October" not in " ".join(page.context["consequences"])


def test_what_is_said_of_the_report(desk, cast):
    page = send(desk, cast, 10, 25, 28)
    assert "not made again" not in page.content.decode()
    Collaborative.objects.filter(pk=cast.collaborative.pk).update(
        metrics_due_day=3, metrics_close_day=12, report_day=26
    )
    assert "within the hour" in send(desk, cast, 3, 12, 14).content.decode()
    Collaborative.objects.filter(pk=cast.collaborative.pk).update(
        metrics_due_day=3, metrics_close_day=12, report_day=13
    )
    assert "not made again" in send(desk, cast, 3, 12, 20).content.decode()


def test_a_draft_gets_the_new_dates_and_what_was_sent_keeps_its_own(desk, cast):
    def month(team, status):
        return MonthlySubmission.objects.create(
            collaborative=cast.collaborative, team=team, month=date(2026, 10, 1), status=status,
            due_on=date(2026, 11, 10), closes_on=date(2026, 11, 25),
        )  # fmt: skip

    with scopes_disabled():
        draft, done = month(cast.team, "draft"), month(cast.other_team, "submitted")
    page = send(desk, cast, 17, 26, 28)
    send(desk, cast, 17, 26, 28, confirmed=page.context["form"]["confirmed"].value())
    with scopes_disabled():
        draft.refresh_from_db()
        done.refresh_from_db()
    assert (draft.due_on, draft.closes_on) == (date(2026, 11, 17), date(2026, 11, 26))
    assert (done.due_on, done.closes_on) == (date(2026, 11, 10), date(2026, 11, 25))
