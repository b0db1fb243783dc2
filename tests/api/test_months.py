"""A team's month through the API: draft, send, correct, open again."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from metrics.enums import Grain, SubmissionStatus
from metrics.models import Group, MonthlySubmission, Value
from tests.cast import cast_gets
from tests.factories.metrics import MetricFactory, MonthlySubmissionFactory, ValueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def month():
    """The month that people are sending now."""
    today = timezone.localdate()
    return date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)


@pytest.fixture
def metric(cast):
    return MetricFactory(
        collaborative=cast.collaborative,
        definition__sampling="monthly",
        definition__breakdown="language",
    )


@pytest.fixture
def path(cast, month, metric):
    return f"submissions/{cast.team.pk}/{month:%Y-%m}/"


@pytest.fixture
def said(api, path, metric):
    """Return what one sends: one measure of the month as it was read."""

    def do(**entry):
        stamp = api.get(path).json()["stamp"]
        return {"stamp": stamp, "entries": [{"metric": metric.pk, **entry}]}

    return do


def standing():
    with scopes_disabled():
        rows = Value.objects.filter(is_current=True, grain=Grain.MONTH).order_by("pk")
        return [(row.numerator, row.denominator, row.reason_missing) for row in rows]


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=200, teammate=200, leader=200, family=200, faculty=200, implementation=200,
        others=404, anonymous=401,
    ),
)  # fmt: skip
def test_who_may_read_it(api, path, who, status):
    assert api.get(path, who).status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=200, teammate=200, leader=200, family=200, implementation=200, faculty=403,
        others=404, anonymous=401,
    ),
)  # fmt: skip
def test_who_may_keep_a_draft(api, path, said, who, status):
    given = said(numerator=12, denominator=16)
    assert api.put(path, given, who).status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        leader=200, implementation=200, member=403, teammate=403, family=403, faculty=403,
        others=404, anonymous=401,
    ),
)  # fmt: skip
def test_who_may_send_it(api, path, said, who, status):
    given = said(numerator=12, denominator=16)
    assert api.post(f"{path}submit/", given, who).status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(implementation=200, other_center=404, observer=404, others=403, anonymous=401),
)
def test_who_may_open_it_again(api, path, who, status):
    assert api.post(f"{path}reopen/", who=who).status_code == status


@pytest.mark.parametrize("month", ("2099-01", "2026-13", "2026-3", "last", "2020-01"))
def test_a_month_that_cannot_be_sent_is_not_there(api, cast, metric, month):
    assert api.get(f"submissions/{cast.team.pk}/{month}/").status_code == 404


def test_a_month_that_nobody_has_opened(api, cast, path, month, metric):
    found = api.get(path).json()
    assert (found["team"], found["month"], found["status"]) == (
        cast.team.pk, month.isoformat(), "draft",
    )  # fmt: skip
    assert found["submitted_at"] is None
    (measure,) = found["measures"]
    assert (measure["metric"], measure["numerator"], measure["origin"]) == (metric.pk, None, "")


def test_keep_send_and_correct(api, cast, path, month, said):
    kept = api.put(path, said(numerator=12, denominator=16)).json()
    assert (kept["status"], kept["measures"][0]["origin"]) == ("draft", "typed")
    sent = api.post(f"{path}submit/", said(note="A good month"), "leader")
    assert list(sent.json()["errors"]) == []
    sent = api.post(f"{path}submit/", {"stamp": kept["stamp"], "entries": []}, "leader").json()
    assert (sent["status"], sent["measures"][0]["numerator"]) == ("submitted", 12.0)
    late = said(numerator=13, denominator=16)
    assert api.put(path, late).status_code == 400
    assert list(api.post(f"{path}submit/", late, "leader").json()["errors"]) == ["why"]
    corrected = api.post(f"{path}submit/", late | {"why": "One more note"}, "leader")
    assert corrected.json()["measures"][0]["numerator"] == 13.0
    assert standing() == [(Decimal(13), Decimal(16), "")]
    listed = api.get("submissions/").json()["results"]
    assert [(row["month"], row["status"]) for row in listed] == [(month.isoformat(), "submitted")]
    assert listed[0]["submitted_by"]["id"] == cast.leader.pk


def test_a_reason_answers_for_a_measure_too(api, path, said):
    sent = api.post(f"{path}submit/", said(reason="The room was closed"), "leader").json()
    assert (sent["status"], sent["measures"][0]["reason"]) == ("submitted", "The room was closed")


def test_what_another_typed_meanwhile_is_not_overwritten(api, cast, path, said):
    mine = said(numerator=10, denominator=16)
    api.put(path, said(numerator=12, denominator=16), "teammate")
    answer = api.put(path, mine)
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["changed_by"] == cast.teammate.user.name
    assert problem["theirs"]["measures"][0]["numerator"] == 12.0
    again = mine | {"stamp": problem["theirs"]["stamp"]}
    assert api.put(path, again).json()["measures"][0]["numerator"] == 10.0


@pytest.mark.parametrize(
    ("entry", "field"),
    (
        ({"numerator": 17, "denominator": 16}, "entries.0.numerator"),
        ({"numerator": 1}, "entries.0.denominator"),
        ({"metric": 10**6}, "entries.0.metric"),
        ({"group": 10**6, "numerator": 1, "denominator": 2}, "entries.0.group"),
        ({"reason": "x" * 301}, "entries.0.reason"),
    ),
)
def test_the_impossible_is_an_error_beside_its_field(api, path, said, entry, field):
    answer = api.put(path, said(**entry))
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


def test_the_unlikely_is_a_question_that_can_be_confirmed(api, cast, path, month, metric, said):
    for back in (1, 2, 3):
        start = date(month.year - (month.month <= back), (month.month - back - 1) % 12 + 1, 1)
        ValueFactory(
            team=cast.team, metric=metric, grain=Grain.MONTH, period_start=start,
            numerator=12, denominator=16,
        )  # fmt: skip
    given = said(numerator=1200, denominator=1600)
    assert api.put(path, given).status_code == 422
    assert api.put(path, given | {"confirm": True}).status_code == 200


def test_groups_stand_beside_the_whole_and_are_for_the_team(api, cast, path, metric):
    with scopes_disabled():
        group = Group.objects.create(
            collaborative=cast.collaborative, dimension="language", name="Spanish at home"
        )
    stamp = api.get(path).json()["stamp"]
    entries = [
        {"metric": metric.pk, "numerator": 12, "denominator": 16},
        {"metric": metric.pk, "group": group.pk, "numerator": 3, "denominator": 4},
    ]
    kept = api.put(path, {"stamp": stamp, "entries": entries})
    assert kept.json()["measures"][0]["groups"] == [
        {"group": group.pk, "name": "Spanish at home", "numerator": 3.0, "denominator": 4.0}
    ]
    assert api.get(path, "implementation").json()["measures"][0]["groups"] == []
    too_many = [entries[0], entries[1] | {"numerator": 13, "denominator": 17}]
    answer = api.put(path, {"stamp": kept.json()["stamp"], "entries": too_many})
    assert answer.status_code == 400


def test_a_closed_month_is_opened_by_the_implementation_team(api, cast, path, month, said):
    MonthlySubmissionFactory(
        team=cast.team, month=month, due_on=date(2026, 1, 1), closes_on=date(2026, 1, 2)
    )
    assert api.get(path).json()["is_closed"] is True
    given = said(numerator=12, denominator=16)
    assert api.post(f"{path}submit/", given, "leader").status_code == 400
    assert api.post(f"{path}reopen/", who="implementation").json()["status"] == "reopened"
    given = said(numerator=12, denominator=16)
    assert api.post(f"{path}submit/", given, "leader").json()["status"] == "submitted"


def test_the_list_is_narrowed(api, cast):
    march = MonthlySubmissionFactory(
        team=cast.team, status=SubmissionStatus.SUBMITTED, submitted_at=timezone.now()
    )
    april = MonthlySubmissionFactory(team=cast.other_team, month=date(2026, 4, 1))

    def found(who="implementation", **query):
        return [row["id"] for row in api.get("submissions/", who, **query).json()["results"]]

    assert found() == [march.pk, april.pk]
    assert found("member") == [march.pk]
    assert found("observer") == []
    assert found(status="draft") == [april.pk]
    assert found(team=cast.team.pk) == [march.pk]
    assert found(since="2026-04-20") == [april.pk]
    assert found(until="2026-03-31") == [march.pk]
    with scopes_disabled():
        assert MonthlySubmission.objects.count() == 2


def test_a_refusal_says_nothing_of_groups_to_somebody_outside(api, cast, path, metric, said):
    with scopes_disabled():
        group = Group.objects.create(
            collaborative=cast.collaborative, dimension="language", name="Spanish at home"
        )
    both = said(numerator=8, denominator=16)
    both["entries"].append(
        {"metric": metric.pk, "group": group.pk, "numerator": 3, "denominator": 4}
    )
    assert api.put(path, both).status_code == 200
    less = said(numerator=2, denominator=16)
    assert api.put(path, less).status_code == 400
    assert api.put(path, less, "implementation").status_code == 200
    blind = said(group=group.pk, numerator=1, denominator=2)
    refused = api.put(path, blind, "implementation")
    assert list(refused.json()["errors"]) == ["entries.0.group"]
