"""What was done under an older wording keeps it, on its own page."""

import pytest
from django.utils import translation

from bsc.tenancy.doors import inside
from centers.assessment.models import DriverComment
from collaboratives.framework.models import (
    ChangeFramework,
    FrameworkRelease,
    PrimaryDriver,
    SecondaryDriver,
)
from collaboratives.framework.services import (
    change_part,
    load_framework,
    merge,
    read_data,
    release,
    retire,
)
from collaboratives.framework.wording import then_of
from tests.factories.assessment import AssessmentFactory, RatingFactory, RoundFactory
from tests.factories.pdsa import CycleFactory, RampFactory

pytestmark = pytest.mark.django_db

KEY = "clear-directions"


def row(key=KEY):
    return SecondaryDriver.objects.select_related("primary", "merged_into").get(key=key)


@pytest.fixture
def framework(cast):
    return load_framework(
        collaborative=cast.collaborative, data=read_data(), by=cast.implementation
    )


@pytest.fixture
def first(framework):
    return FrameworkRelease.objects.get()


@pytest.fixture
def cycle(cast, first):
    ramp = RampFactory(team=cast.team, secondary_driver=row(), release=first)
    return CycleFactory(ramp=ramp, started_by=cast.member)


def reword(cast, **texts):
    with inside(cast.collaborative):
        driver = row()
        change_part(row=driver, given=texts, by=cast.implementation, revision=driver.revision)


def pages_of(client, cast, cycle, who):
    cast.sign_in(client, who)
    paths = (f"pdsa/{cycle.pk}/", f"pdsa/ramps/{cycle.ramp_id}/")
    return [client.get(cast.url(path)).content.decode() for path in paths]


def test_the_same_words_say_nothing(client, cast, cycle):
    for page in pages_of(client, cast, cycle, "member"):
        assert "When this was planned" not in page
        assert "Provide directions" in page


def test_a_test_shows_the_words_that_it_was_planned_under(client, cast, cycle):
    reword(cast, action="Say what to do")
    for page in pages_of(client, cast, cycle, "member"):
        assert "When this was planned (release 1), it read:" in page
        assert '<q lang="en">Provide directions</q>' in page
        assert "1.4 Say what to do" in page


def test_a_family_reads_the_plain_words_of_that_time_in_its_language(client, cast, cycle):
    reword(cast, action="Say what to do")
    for page in pages_of(client, cast, cycle, "family"):
        assert "When this was planned" not in page
    reword(cast, plain="We say it short.", translations={"es": {"plain": "Corto.", "state": "x"}})
    with translation.override("es"), inside(cast.collaborative):
        then = then_of(row(), FrameworkRelease.objects.get(), "plain")
        assert then.words.lang == "es"
        assert then.words.text == "Decimos a los niños qué hacer con palabras cortas y claras."


def test_a_translation_that_came_later_is_no_other_wording(cast, first):
    with inside(cast.collaborative), translation.override("es"):
        driver = row()
        driver.translations = {"es": {"action": "Dar indicaciones", "state": "machine draft"}}
        assert then_of(driver, first) is None


def test_a_merged_and_a_retired_driver_are_told(client, cast, cycle):
    with inside(cast.collaborative):
        merge(row=row(), into=row("routines-and-transitions"), by=cast.implementation)
    for page in pages_of(client, cast, cycle, "member"):
        assert "It is part of another one now:" in page
        assert "framework/routines-and-transitions/" in page
    with inside(cast.collaborative):
        other = row("engaging-activities")
        retire(row=other, by=cast.implementation)
        then = then_of(row("engaging-activities"), FrameworkRelease.objects.get())
        assert (then.is_gone, then.into, then.words) == (True, None, None)


@pytest.fixture
def rated(cast, first):
    made = AssessmentFactory(
        settled=True,
        team=cast.team,
        round=RoundFactory(collaborative=cast.collaborative, name="Starting point"),
        started_by=cast.member,
    )
    return RatingFactory(assessment=made, driver=row(), release=first, score=3)


def test_a_rating_shows_the_statement_that_was_rated(client, cast, rated):
    cast.sign_in(client, "member")
    address = cast.url(f"assessment/teams/{cast.team.pk}/")
    assert "it read:" not in client.get(address).content.decode()
    reword(cast, assessment_statement="Adults say what to do.")
    page = client.get(address).content.decode()
    assert "In “Starting point” (release 1) it read:" in page
    assert "Clear directions are provided." in page
    assert "Adults say what to do." in page
    with inside(cast.collaborative):
        release(framework=ChangeFramework.objects.get(), note="Clearer", by=cast.implementation)
    assert "(release 1) it read:" in client.get(address).content.decode()


def test_what_a_team_said_of_a_merged_primary_driver_is_still_read(client, cast, rated):
    with inside(cast.collaborative):
        one, other = PrimaryDriver.objects.order_by("number")[:2]
        DriverComment.objects.create(
            collaborative=cast.collaborative,
            assessment=rated.assessment,
            primary=one,
            text="We are proud of this.",
            written_by=cast.member,
        )
        merge(row=one, into=other, by=cast.implementation)
    cast.sign_in(client, "member")
    page = client.get(cast.url(f"assessment/teams/{cast.team.pk}/")).content.decode()
    assert "We are proud of this." in page
