import uuid

import pytest
from django.core.exceptions import ValidationError

from bsc.audit.models import Entry
from collaboratives.framework.enums import IdeaStatus, PartKind
from collaboratives.framework.models import (
    Aim,
    ChangeFramework,
    ChangeIdea,
    PrimaryDriver,
    SecondaryDriver,
)
from collaboratives.framework.parts import KINDS
from collaboratives.framework.queries import drivers_in_use
from collaboratives.framework.services import (
    ChangedMeanwhileError,
    add_part,
    bring_back,
    change_part,
    decide_idea,
    delete,
    load_framework,
    merge,
    move_part,
    read_data,
    retire,
    snapshot_of,
    suggest_idea,
)
from tests.collaboratives.framework.scoped import in_scope
from tests.factories.framework import FrameworkCommentFactory
from tests.factories.pdsa import RampFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(cast):
    load_framework(collaborative=cast.collaborative, data=read_data(), by=cast.implementation)
    return cast.collaborative


@pytest.fixture
def by(cast):
    return cast.implementation


def numbers():
    return [(d.number, d.key) for d in drivers_in_use() if d.primary.number == 1]


def driver(key="clear-directions"):
    return SecondaryDriver.objects.select_related("primary").get(key=key)


def told(action):
    return list(Entry.objects.filter(action=action).values_list("summary", flat=True))


@in_scope
class TestAdding:
    def test_a_driver_stands_last_and_has_the_next_number(self, loaded, by):
        primary = PrimaryDriver.objects.get(number=2)
        made = add_part(
            kind=KINDS[PartKind.SECONDARY],
            under=primary,
            given={"action": "Greet  each child", "assessment_statement": "Each child is greeted."},
            by=by,
            token=uuid.uuid4(),
        )
        assert (made.number, made.action) == ("2.7", "Greet each child")
        assert made.key.startswith("greet-each-child-")
        assert told("framework.secondary.added") == ["2.7 Greet each child"]

    @pytest.mark.parametrize("part", (PartKind.AIM, PartKind.PRIMARY, PartKind.IDEA))
    def test_a_second_click_makes_no_second_row(self, loaded, by, part):
        kind, token = KINDS[part], uuid.uuid4()
        under = driver() if part == PartKind.IDEA else ChangeFramework.objects.get()
        given = {text.name: f"Some {text.name}" for text in kind.texts}
        first = add_part(kind=kind, under=under, given=given, by=by, token=token)
        again = add_part(kind=kind, under=under, given=given, by=by, token=token)
        assert first.pk == again.pk
        assert len(told(f"framework.{part}.added")) == 1


@in_scope
class TestChanging:
    def test_the_audit_says_from_what_to_what(self, loaded, by):
        row = driver()
        change_part(row=row, given={"action": "Say what to do"}, by=by, revision=row.revision)
        assert driver().action == "Say what to do"
        assert told("framework.secondary.changed") == [
            "action: “Provide directions” → “Say what to do”"
        ]

    def test_a_long_text_is_shown_from_where_it_differs(self, loaded, by):
        row = ChangeFramework.objects.get()
        mission = row.mission.replace("all centers can use", "everybody can use")
        change_part(row=row, given={"mission": mission}, by=by, revision=0)
        (summary,) = told("framework.whole.changed")
        assert "everybody can use" in summary
        assert "all centers can use" in summary
        assert len(summary) < 300

    def test_whoever_is_second_is_told_and_nothing_is_overwritten(self, loaded, by):
        row = driver()
        change_part(row=row, given={"action": "First"}, by=by, revision=0)
        with pytest.raises(ChangedMeanwhileError):
            change_part(row=row, given={"action": "Second"}, by=by, revision=0)
        assert driver().action == "First"
        change_part(row=row, given={"action": "Second"}, by=by, revision=1)
        assert driver().action == "Second"

    def test_the_same_words_twice_are_one_change(self, loaded, by):
        for _click in range(2):
            change_part(row=driver(), given={"action": "First"}, by=by, revision=0)
        assert driver().revision == 1

    def test_a_driver_goes_under_another_primary_as_its_last(self, loaded, by):
        other = PrimaryDriver.objects.get(number=3)
        row = driver("responsive-classrooms")
        change_part(row=row, given={"primary": other}, by=by, revision=0)
        assert driver("responsive-classrooms").number == "3.7"
        assert numbers()[0][0] == "1.1"
        assert len(numbers()) == 5

    def test_spanish_words_are_told_by_language(self, loaded, by):
        words = {"es": {"plain": "Nuevo", "state": "reviewed by Ana, 2026-05-01"}}
        change_part(row=driver(), given={"translations": words}, by=by, revision=0)
        assert any(
            entry.startswith("plain (es): “") and entry.endswith("“Nuevo”")
            for entry in told("framework.secondary.changed")
        )


@in_scope
class TestMoving:
    def test_numbers_follow_the_order(self, loaded, by):
        keys = [key for _number, key in numbers()]
        assert move_part(row=driver(keys[3]), to=1, by=by)
        assert numbers() == [
            (f"1.{n}", key) for n, key in enumerate([keys[3], *keys[:3], *keys[4:]], start=1)
        ]
        assert "from place 4 to 1" in told("framework.secondary.moved")[0]

    def test_the_same_move_twice_is_one(self, loaded, by):
        row = driver()
        assert move_part(row=row, to=1, by=by)
        assert not move_part(row=row, to=1, by=by)

    @pytest.mark.parametrize(("to", "place"), ((-5, 0), (0, 0), (99, -1)))
    def test_beyond_the_ends_is_the_end(self, loaded, by, to, place):
        move_part(row=driver(), to=to, by=by)
        assert numbers()[place][1] == "clear-directions"

    def test_aims_and_primaries_move_and_what_is_below_is_numbered_anew(self, loaded, by):
        first, second = PrimaryDriver.objects.order_by("number")[:2]
        move_part(row=second, to=1, by=by)
        assert SecondaryDriver.objects.get(primary=second, position=1).number == "1.1"
        assert SecondaryDriver.objects.get(primary=first, position=1).number == "2.1"
        move_part(row=Aim.objects.get(number=3), to=1, by=by)
        assert list(Aim.objects.values_list("number", flat=True)) == [1, 2, 3]

    def test_ideas_move_and_a_retired_one_does_not_count(self, loaded, by):
        ideas = list(ChangeIdea.objects.filter(secondary=driver()))
        retire(row=ideas[0], by=by)
        move_part(row=ideas[2], to=1, by=by)
        left = ChangeIdea.objects.filter(secondary=driver(), status=IdeaStatus.ACCEPTED)
        assert [idea.pk for idea in left] == [ideas[2].pk, ideas[1].pk, *(i.pk for i in ideas[3:])]


@in_scope
class TestRetiring:
    def test_it_leaves_and_comes_back_to_its_place(self, loaded, by):
        before = numbers()
        retire(row=driver(), by=by)
        assert [key for _n, key in numbers()] == [
            key for _n, key in before if key != "clear-directions"
        ]
        assert [number for number, _key in numbers()] == ["1.1", "1.2", "1.3", "1.4", "1.5"]
        assert driver().number == "1.6"
        retire(row=driver(), by=by)
        bring_back(row=driver(), by=by)
        assert numbers() == before
        assert told("framework.secondary.retired") == ["1.4 Provide directions"]
        assert len(told("framework.secondary.brought_back")) == 1

    def test_a_primary_driver_takes_its_own_along_and_back(self, loaded, by):
        primary = PrimaryDriver.objects.get(number=1)
        retire(row=primary, by=by)
        assert len(drivers_in_use()) == 24
        assert not driver().is_in_use
        with pytest.raises(ValidationError, match="First bring back"):
            retire(row=driver(), by=by)
            bring_back(row=driver(), by=by)
        assert [p.number for p in PrimaryDriver.objects.filter(retired_on=None)] == [1, 2, 3, 4]
        bring_back(row=primary, by=by)
        assert drivers_in_use().filter(primary=primary).count() == 5

    def test_an_aim_leaves_the_snapshot(self, loaded, by):
        retire(row=Aim.objects.get(number=1), by=by)
        assert len(snapshot_of(ChangeFramework.objects.get())["aims"]) == 2
        bring_back(row=Aim.objects.exclude(retired_on=None).get(), by=by)
        assert len(snapshot_of(ChangeFramework.objects.get())["aims"]) == 3


@in_scope
class TestMerging:
    def test_ideas_go_along_and_come_back(self, loaded, by):
        row, into = driver("clear-directions"), driver("responsive-classrooms")
        before = snapshot_of(ChangeFramework.objects.get())
        own = set(row.change_ideas.values_list("text", flat=True))
        merge(row=row, into=into, by=by)
        assert not driver().is_in_use
        assert own <= set(into.change_ideas.values_list("text", flat=True))
        snapshot = snapshot_of(ChangeFramework.objects.get())
        assert snapshot["merged"] == [
            {"part": "secondary", "key": "clear-directions", "into": "responsive-classrooms"}
        ]
        bring_back(row=row, by=by)
        assert snapshot_of(ChangeFramework.objects.get()) == before
        assert told("framework.secondary.unmerged") != []

    def test_a_merge_of_primary_drivers_takes_the_secondary_ones_and_gives_them_back(
        self, loaded, by
    ):
        row, into = PrimaryDriver.objects.order_by("number")[:2]
        before = snapshot_of(ChangeFramework.objects.get())["primary_drivers"][1:]
        merge(row=row, into=into, by=by)
        assert drivers_in_use().filter(primary=into).count() == 12
        assert len(drivers_in_use()) == 30
        bring_back(row=row, by=by)
        assert len(drivers_in_use()) == 30
        assert drivers_in_use().filter(primary=into).count() == 6
        after = {p["key"]: p for p in snapshot_of(ChangeFramework.objects.get())["primary_drivers"]}
        assert (
            after[before[0]["key"]]["secondary_drivers"][0]["key"]
            == (before[0]["secondary_drivers"][0]["key"])
        )

    def test_what_cannot_be_merged_is_refused(self, loaded, by):
        one, other = driver("clear-directions"), driver("responsive-classrooms")
        retire(row=other, by=by)
        for row, into in ((one, one), (one, other), (Aim.objects.all()[0], Aim.objects.all()[1])):
            with pytest.raises(ValidationError):
                merge(row=row, into=into, by=by)
        with pytest.raises(ValidationError):
            merge(row=one, into=PrimaryDriver.objects.all()[0], by=by)

    def test_ideas_merge_too(self, loaded, by):
        one, other = ChangeIdea.objects.filter(secondary=driver())[:2]
        merge(row=one, into=other, by=by)
        merged = snapshot_of(ChangeFramework.objects.get())["merged"]
        assert merged == [{"part": "idea", "key": one.text, "into": other.text}]


@in_scope
class TestDeleting:
    def test_what_nothing_points_at_is_gone(self, loaded, by):
        delete(row=driver(), by=by)
        delete(row=driver("responsive-classrooms"), by=by)
        assert [number for number, _key in numbers()] == ["1.1", "1.2", "1.3", "1.4"]
        assert "1.4 Provide directions" in told("framework.secondary.deleted")

    def test_twice_is_as_once(self, loaded, by):
        row = driver()
        delete(row=row, by=by)
        delete(row=row, by=by)
        assert len(told("framework.secondary.deleted")) == 1

    def test_a_driver_with_a_test_is_not_deleted(self, loaded, by, cast):
        RampFactory(collaborative=loaded, team=cast.team, secondary_driver=driver())
        with pytest.raises(ValidationError, match="1 idea with tests"):
            delete(row=driver(), by=by)
        assert driver().is_in_use

    def test_a_driver_that_a_team_suggested_an_idea_for_is_not_deleted(self, loaded, by, cast):
        suggest_idea(driver=driver(), text="Sing it", by=cast.member)
        with pytest.raises(ValidationError, match="1 idea from a team"):
            delete(row=driver(), by=by)

    def test_a_part_that_was_commented_on_is_not_deleted(self, loaded, by, cast):
        FrameworkCommentFactory(
            framework=ChangeFramework.objects.get(),
            part="secondary",
            part_key="clear-directions",
            by=cast.faculty,
        )
        with pytest.raises(ValidationError, match="1 comment"):
            delete(row=driver(), by=by)

    def test_a_primary_driver_goes_after_its_own(self, loaded, by):
        primary = PrimaryDriver.objects.get(number=4)
        with pytest.raises(ValidationError, match="4 secondary drivers"):
            delete(row=primary, by=by)
        for row in SecondaryDriver.objects.filter(primary=primary):
            delete(row=row, by=by)
        delete(row=primary, by=by)
        assert list(PrimaryDriver.objects.values_list("number", flat=True)) == [1, 2, 3, 4]

    def test_what_others_were_merged_into_stays(self, loaded, by):
        merge(row=driver(), into=driver("responsive-classrooms"), by=by)
        with pytest.raises(ValidationError, match="1 part merged into it"):
            delete(row=driver("responsive-classrooms"), by=by)


@in_scope
class TestSuggesting:
    def test_an_idea_waits_is_taken_in_and_put_back(self, loaded, by, cast):
        idea = suggest_idea(driver=driver(), text=" Sing   it ", by=cast.member)
        assert suggest_idea(driver=driver(), text="sing it", by=cast.teammate) == idea
        assert (idea.text, idea.status, idea.proposed_by) == ("Sing it", "proposed", cast.member)
        assert "Sing it" not in str(snapshot_of(ChangeFramework.objects.get()))
        assert decide_idea(idea=idea, status="accepted", by=by)
        assert not decide_idea(idea=idea, status="accepted", by=by)
        assert "Sing it" in str(snapshot_of(ChangeFramework.objects.get()))
        assert decide_idea(idea=idea, status="proposed", by=by)
        assert told("framework.idea.decided") == [
            "Sing it: Proposed → In the framework",
            "Sing it: In the framework → Proposed",
        ]

    def test_the_framework_s_own_ideas_are_not_decided_on(self, loaded, by):
        with pytest.raises(ValidationError):
            decide_idea(idea=ChangeIdea.objects.all()[0], status="proposed", by=by)
