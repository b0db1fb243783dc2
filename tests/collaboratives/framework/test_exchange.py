import pytest
from hypothesis import HealthCheck, given, settings

from bsc.audit.models import Entry
from bsc.tenancy.doors import inside
from collaboratives.framework.file import read_file
from collaboratives.framework.models import (
    Aim,
    ChangeFramework,
    ChangeIdea,
    FrameworkRelease,
    SecondaryDriver,
)
from collaboratives.framework.queries import current_release
from collaboratives.framework.services import (
    ChangedMeanwhileError,
    FrameworkAlreadyLoadedError,
    copy_framework,
    export_framework,
    import_framework,
    load_framework,
    merge,
    read_data,
    release,
    retire,
    snapshot_of,
    stamp_of,
    start_empty,
)
from collaboratives.framework.shape import as_snapshot
from tests.collaboratives.framework.made import snapshots
from tests.collaboratives.framework.scoped import in_scope
from tests.factories import CollaborativeFactory, MembershipFactory
from tests.factories.pdsa import RampFactory

pytestmark = pytest.mark.django_db


def read(text):
    return read_file(text, languages=("es",))[0]


def exported(collaborative):
    with inside(collaborative):
        return export_framework(ChangeFramework.objects.get())


def loaded_with(data):
    collaborative = CollaborativeFactory()
    with inside(collaborative):
        load_framework(collaborative=collaborative, data=data, by=None)
    return collaborative


@given(snapshots())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_exported_imports_to_the_same_thing(db, snapshot):
    text = exported(loaded_with(snapshot))
    assert exported(loaded_with(read(text))) == text
    empty = CollaborativeFactory()
    with inside(empty):
        framework = start_empty(collaborative=empty, name="Empty", by=None)
        person = MembershipFactory(collaborative=empty)
        import_framework(snapshot=read(text), by=person, stamp=stamp_of(framework))
        framework.refresh_from_db()
        assert {**snapshot_of(framework), "key": ""} == {**read(text), "key": ""}


def test_the_published_one_too(db):
    text = exported(loaded_with(read_data()))
    assert exported(loaded_with(read(text))) == text
    assert read(text) == as_snapshot(read_data())


@pytest.fixture
def loaded(cast):
    load_framework(collaborative=cast.collaborative, data=read_data(), by=cast.implementation)
    return cast.collaborative


def now():
    return snapshot_of(ChangeFramework.objects.get())


def taken_in(snapshot, by):
    framework = ChangeFramework.objects.get()
    import_framework(snapshot=snapshot, by=by, stamp=stamp_of(framework))
    framework.refresh_from_db()
    return snapshot_of(framework)


@in_scope
class TestImporting:
    def test_parts_are_found_by_their_keys_and_keep_their_rows(self, loaded, cast):
        snapshot = now()
        rows = dict(SecondaryDriver.objects.values_list("key", "pk"))
        below = snapshot["primary_drivers"][0]["secondary_drivers"]
        below.insert(0, below.pop())
        below[1]["action"] = "Reworded"
        assert taken_in(snapshot, cast.implementation) == as_snapshot(snapshot)
        assert dict(SecondaryDriver.objects.values_list("key", "pk")) == rows
        assert Entry.objects.filter(action="framework.imported").count() == 1
        assert FrameworkRelease.objects.count() == 1

    def test_what_is_missing_is_retired_in_use_and_deleted_otherwise(self, loaded, cast):
        used = SecondaryDriver.objects.get(key="clear-directions")
        RampFactory(collaborative=cast.collaborative, team=cast.team, secondary_driver=used)
        snapshot = now()
        snapshot["primary_drivers"][0]["secondary_drivers"] = snapshot["primary_drivers"][0][
            "secondary_drivers"
        ][:2]
        del snapshot["aims"][0]
        assert taken_in(snapshot, cast.implementation) == as_snapshot(snapshot)
        gone = SecondaryDriver.objects.exclude(retired_on=None)
        assert [row.key for row in gone] == ["clear-directions"]
        assert Aim.objects.count() == 2

    def test_what_was_taken_out_or_merged_comes_back_when_the_file_names_it(self, loaded, cast):
        before, by = now(), cast.implementation
        one, other = SecondaryDriver.objects.filter(primary__number=1)[:2]
        merge(row=one, into=other, by=by)
        retire(row=SecondaryDriver.objects.filter(primary__number=2)[0], by=by)
        assert taken_in(before, by) == before

    def test_reworded_and_moved_ideas_keep_their_rows(self, loaded, cast):
        snapshot = now()
        first, second = snapshot["primary_drivers"][0]["secondary_drivers"][:2]
        rows = set(ChangeIdea.objects.values_list("pk", flat=True))
        first["change_ideas"][0] += " Today."
        second["change_ideas"].append(first["change_ideas"].pop())
        assert taken_in(snapshot, cast.implementation) == as_snapshot(snapshot)
        assert set(ChangeIdea.objects.values_list("pk", flat=True)) == rows

    def test_a_framework_that_changed_meanwhile_is_left_alone(self, loaded, cast):
        stamp, snapshot = stamp_of(ChangeFramework.objects.get()), now()
        retire(row=Aim.objects.all()[0], by=cast.implementation)
        with pytest.raises(ChangedMeanwhileError):
            import_framework(snapshot=snapshot, by=cast.implementation, stamp=stamp)
        assert Aim.objects.filter(retired_on=None).count() == 2


class TestBeginnings:
    def test_empty_has_a_name_no_release_and_is_a_draft(self, cast):
        with inside(cast.collaborative):
            made = start_empty(
                collaborative=cast.collaborative, name="Our own", by=cast.implementation
            )
            assert (made.key, made.name, made.mission, made.status) == (
                "our-own",
                "Our own",
                "",
                "draft",
            )
            assert current_release() is None
            first = release(framework=made, note="Begun", by=cast.implementation)
            made.refresh_from_db()
            assert (first.version, made.status) == (1, "in_use")
            with pytest.raises(FrameworkAlreadyLoadedError):
                start_empty(collaborative=cast.collaborative, name="Again", by=None)

    def test_a_copy_of_another_collaborative_s_release_has_its_words_and_says_whence(self, cast):
        source = loaded_with(read_data())
        with inside(source):
            snapshot = FrameworkRelease.objects.get().snapshot
        with inside(cast.collaborative):
            made = copy_framework(
                collaborative=cast.collaborative,
                source_snapshot=snapshot,
                source_name="The first one",
                by=cast.implementation,
            )
            assert snapshot_of(made) == snapshot
            assert current_release().note == "Copied from The first one"
            assert SecondaryDriver.objects.get(key="clear-directions").translations["es"]["plain"]
