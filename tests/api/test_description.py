"""The description of the API: complete, committed, and true under odd requests."""

import random
from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation.meta import TestPhase
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from bsc.api.base import PerPerson
from bsc.api.schema import description
from bsc.wsgi import application
from metrics.enums import Tally
from pdsa.enums import Status
from tests.factories import ClassroomFactory
from tests.factories.metrics import (
    MetricFactory,
    MonthlySubmissionFactory,
    TallyGridFactory,
    TapFactory,
    ValueFactory,
)
from tests.factories.pdsa import CycleCommentFactory, CycleFactory, RampFactory

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
# Of the wrong values that are made systematically, this share is sent, always the same.
SHARE = 0.15
DESCRIBED = schemathesis.openapi.from_dict(description())
DESCRIBED.app = application


def test_the_committed_description_is_the_one_that_is_served(client):
    served = client.get("/api/v1/schema/")
    assert served["Content-Type"].startswith("application/vnd.oai.openapi")
    assert served.content.decode() == COMMITTED.read_text(encoding="utf-8"), (
        "run `make openapi` and commit docs/openapi.yaml"
    )


@pytest.fixture
def rows(cast):
    """What requests are aimed at: rows that exist, by the name of a field or a word of the address."""
    room = ClassroomFactory(center=cast.team.center)
    metric = MetricFactory(collaborative=cast.collaborative, definition__tally=Tally.GRID)
    ramp = RampFactory(team=cast.team)
    posted = CycleFactory(ramp=ramp, started_by=cast.member)
    draft = CycleFactory(ramp=ramp, number=2, status=Status.DRAFT, started_by=cast.member)
    theirs = CycleFactory(ramp=RampFactory(team=cast.other_team), started_by=cast.other_center)
    value = ValueFactory(team=cast.team, metric=metric)
    said = CycleCommentFactory(cycle=posted, hat=cast.member.role_rows.get())
    TallyGridFactory(team=cast.team, classroom=room, metric=metric)
    TapFactory(team=cast.team, classroom=room, metric=metric)
    MonthlySubmissionFactory(team=cast.team)
    return {
        "metrics": [metric.pk],
        "values": [value.pk],
        "ramps": [ramp.pk],
        "cycles": [posted.pk, draft.pk, theirs.pk],
        "comments": [said.pk],
        "team": [cast.team.pk],
        "month": ["2026-03"],
        "metric": [metric.pk],
        "cycle": [posted.pk],
        "classroom": [room.pk],
        "start": ["2026-03-02", "2026-03-09"],
        "week": ["2026-03-02"],
        "revision": [1],
    }


@pytest.fixture
def keys(cast, key_of):
    return [key_of(cast.member), key_of(cast.implementation)]


@pytest.fixture
def _one_transaction():
    """Requests through WSGI would close the connection that the test's transaction is in."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@DESCRIBED.parametrize()
@pytest.mark.usefixtures("_one_transaction")
@settings(
    max_examples=6,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_no_request_meets_a_defect_or_an_answer_that_is_not_described(
    case, cast, rows, keys, monkeypatch
):
    sent = (case.method, case.path_parameters, case.query, case.body)
    draw = random.Random(repr(sent))  # noqa: S311 -- no secret, and the same in every run
    if is_one_of_many(case) and draw.random() > SHARE:
        return
    monkeypatch.setattr(PerPerson, "rate", None)
    aim(case, draw, cast, rows)
    key = draw.choice(keys)
    case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {key}"})


def is_one_of_many(case):
    """Whether it is one more wrong value of one more field, of which there are thousands."""
    is_made_systematically = case.meta.phase.name == TestPhase.COVERAGE
    is_another_method = case.method.upper() != case.operation.method.upper()
    return (
        is_made_systematically and case.meta.generation.mode.is_negative and not is_another_method
    )


def aim(case, draw, cast, rows):
    """Point a request at rows that exist, most of the time: what is made up meets only 404."""
    noun = case.path.removeprefix("/api/v1/c/{slug}/").split("/")[0]
    case.path_parameters["slug"] = cast.collaborative.slug
    known = {**rows, "id": rows.get(noun, [1])}
    for sent in (case.path_parameters, case.query, *objects_in(case.body)):
        for name in sent.keys() & known.keys():
            if draw.random() < 0.8:
                sent[name] = draw.choice(known[name])


def objects_in(body):
    """Yield the body and the items of its lists, where they are objects."""
    if isinstance(body, dict):
        yield body
        for inner in body.values():
            for item in inner if isinstance(inner, list) else ():
                yield from objects_in(item)
