import pytest

from bsc.audit.models import Entry
from bsc.tenancy.doors import inside
from collaboratives.framework.models import (
    Aim,
    ChangeIdea,
    FrameworkRelease,
    PrimaryDriver,
    SecondaryDriver,
)
from collaboratives.framework.queries import current_release, drivers_in_use, framework_of
from collaboratives.framework.services import (
    FrameworkAlreadyLoadedError,
    load_framework,
    read_data,
    release,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(cast):
    collaborative = cast.collaborative
    load_framework(collaborative=collaborative, data=read_data(), by=cast.implementation)
    return collaborative


def test_the_published_example_is_complete(loaded):
    with inside(loaded):
        assert Aim.objects.count() == 3
        assert PrimaryDriver.objects.count() == 5
        assert SecondaryDriver.objects.count() == 30
        assert [d.number for d in drivers_in_use()][:7] == [
            "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "2.1",
        ]  # fmt: skip
        assert ChangeIdea.objects.filter(secondary__key="responsive-classrooms").count() >= 2


def test_spanish_words_come_along_as_a_machine_draft(loaded):
    with inside(loaded):
        driver = SecondaryDriver.objects.get(key="routines-and-transitions")
        assert driver.translations["es"]["state"] == "machine draft"
        assert (
            driver.translations["es"]["plain"]
            == "El día tiene un plan claro, y los niños saben qué sigue."
        )


def test_loading_makes_release_one(loaded):
    with inside(loaded):
        made = FrameworkRelease.objects.get()
        assert made.version == 1
        assert current_release() == made
        assert made.snapshot["aims"][0]["key"] == "rich-classrooms"
        assert [len(p["secondary_drivers"]) for p in made.snapshot["primary_drivers"]] == [
            6,
            6,
            6,
            4,
            8,
        ]


def test_a_release_stays_when_the_framework_is_edited(loaded):
    with inside(loaded):
        driver = SecondaryDriver.objects.get(key="clear-directions")
        driver.action = "Say what to do"
        driver.save()
        made = release(framework=framework_of(loaded), note="Clearer words", by=None)
        first = FrameworkRelease.objects.get(version=1)

        def action_of(which):
            drivers = which.snapshot["primary_drivers"][0]["secondary_drivers"]
            return next(d["action"] for d in drivers if d["key"] == "clear-directions")

        assert action_of(first) == "Provide directions"
        assert (made.version, action_of(made)) == (2, "Say what to do")
        with pytest.raises(TypeError):
            first.save()


def test_a_second_load_is_refused_and_changes_nothing(loaded):
    with inside(loaded):
        with pytest.raises(FrameworkAlreadyLoadedError, match="already"):
            load_framework(collaborative=loaded, data=read_data(), by=None)
        assert SecondaryDriver.objects.count() == 30


def test_loading_is_audited(loaded, cast):
    with inside(loaded):
        entry = Entry.objects.get(action="framework.loaded")
        assert entry.by == cast.implementation.user


def test_the_framework_is_read_in_five_queries(loaded, django_assert_num_queries):
    with inside(loaded), django_assert_num_queries(5):
        framework = framework_of(loaded)
        assert len([i for p in framework.drivers for d in p.drivers for i in d.ideas]) > 60
        assert len(framework.aims.all()) == 3
