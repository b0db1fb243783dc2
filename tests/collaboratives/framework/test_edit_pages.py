import uuid

import pytest
from django_scopes import scopes_disabled

from bsc.audit.models import Entry
from bsc.tenancy.doors import inside
from collaboratives.framework import uses
from collaboratives.framework.keys import RESERVED
from collaboratives.framework.models import (
    Aim,
    ChangeFramework,
    ChangeIdea,
    PrimaryDriver,
    SecondaryDriver,
)
from collaboratives.framework.services import change_part, merge, retire
from collaboratives.framework.urls import urlpatterns
from tests.cast import cast_gets
from tests.factories.framework import (
    AimFactory,
    ChangeFrameworkFactory,
    ChangeIdeaFactory,
    FrameworkReleaseFactory,
    PrimaryDriverFactory,
    SecondaryDriverFactory,
)
from tests.factories.pdsa import CycleFactory, RampFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework(cast):
    return ChangeFrameworkFactory(collaborative=cast.collaborative)


@pytest.fixture
def primary(framework):
    return PrimaryDriverFactory(framework=framework, key="one", number=1, short_name="One")


@pytest.fixture
def driver(primary):
    made = SecondaryDriverFactory(
        primary=primary,
        collaborative=primary.collaborative,
        key="directions",
        number="1.1",
        position=1,
        action="Provide directions",
    )
    ChangeIdeaFactory(secondary=made, text="Say one thing at a time.")
    return made


@pytest.fixture
def other(primary):
    return SecondaryDriverFactory(
        primary=primary,
        collaborative=primary.collaborative,
        key="routines",
        number="1.2",
        position=2,
        action="Plan the day",
    )


def row(model, **by):
    with scopes_disabled():
        return model.objects.get(**by)


PAGES = (
    "edit/",
    "edit/words/",
    "edit/aim/new/",
    "edit/primary/new/",
    "edit/secondary/new/",
    "edit/idea/new/",
    "edit/primary/one/",
    "edit/secondary/directions/",
    "edit/secondary/directions/merge/",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, others=403))
def test_only_the_implementation_team_edits(client, cast, driver, other, path, who, status):
    assert cast.get(client, who, f"framework/{path}") == status


@pytest.mark.parametrize(
    "path",
    (
        "edit/move/",
        "edit/secondary/directions/retire/",
        "edit/secondary/directions/back/",
        "edit/secondary/directions/merge/",
        "edit/secondary/directions/delete/",
    ),
)
@pytest.mark.parametrize("who", ("member", "leader", "family", "faculty", "observer"))
def test_nobody_else_changes_anything(client, cast, driver, other, path, who):
    data = {"place": "secondary:directions:2:down", "into": "routines"}
    assert cast.post(client, who, f"framework/{path}", data) == 403
    assert row(SecondaryDriver, key="directions").position == 1


@pytest.mark.parametrize(
    "path", ("edit/nothing/directions/", "edit/secondary/no-such/", "edit/idea/x/", "edit/idea/9/")
)
def test_what_there_is_not_is_not_found(client, cast, driver, path):
    assert cast.get(client, "implementation", f"framework/{path}") == 404


def test_before_there_is_a_framework_the_page_says_so(client, cast):
    page = cast.sign_in(client, "implementation").get(cast.url("framework/edit/"))
    assert "There is no framework yet" in page.content.decode()


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_do_not_grow(client, cast, rows, django_assert_num_queries):
    framework = ChangeFrameworkFactory(collaborative=cast.collaborative)
    FrameworkReleaseFactory(framework=framework)
    for _row in range(rows):
        AimFactory(framework=framework)
        AimFactory(framework=framework, retired_on="2026-05-01")
        primary = PrimaryDriverFactory(framework=framework)
        made = SecondaryDriverFactory(primary=primary, collaborative=cast.collaborative)
        ChangeIdeaFactory(secondary=made)
        ChangeIdeaFactory(secondary=made, status="retired")
        SecondaryDriverFactory(
            primary=primary,
            collaborative=cast.collaborative,
            retired_on="2026-05-01",
            merged_into=made,
        )
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(19):
        assert client.get(cast.url("framework/edit/")).status_code == 200


class TestChanging:
    def form(self, **data):
        return {
            "parent": "",
            "action": "Provide directions",
            "assessment_statement": "Directions are given.",
            "plain": "",
            "revision": "0",
            **data,
        }

    def post(self, client, cast, driver, **data):
        cast.sign_in(client, "implementation")
        given = self.form(parent=str(driver.primary_id), **data)
        return client.post(cast.url("framework/edit/secondary/directions/"), given)

    def test_both_wordings_and_plain_words_are_changed(self, client, cast, driver):
        answer = self.post(
            client, cast, driver, action="Say what to do", plain="We say what to do."
        )
        assert answer.status_code == 302
        assert answer["Location"].endswith("/framework/edit/#secondary-directions")
        changed = row(SecondaryDriver, key="directions")
        assert (changed.action, changed.plain) == ("Say what to do", "We say what to do.")

    def test_bad_input_keeps_what_was_typed_beside_the_field(self, client, cast, driver):
        page = self.post(
            client, cast, driver, action="x" * 301, plain="We kept this."
        ).content.decode()
        assert "Ensure this value has at most 300 characters" in page
        assert "x" * 301 in page
        assert "We kept this." in page

    def test_a_second_editor_sees_the_first_one_s_words_and_keeps_their_own(
        self, client, cast, driver
    ):
        with inside(cast.collaborative):
            change_part(row=driver, given={"action": "Theirs"}, by=cast.implementation, revision=0)
        page = self.post(client, cast, driver, action="Mine").content.decode()
        assert f"{cast.implementation.user.name} changed this while you were writing" in page
        assert "<dd>Theirs</dd>" in page
        assert ">\nMine</textarea>" in page
        assert row(SecondaryDriver, key="directions").action == "Theirs"
        self.post(client, cast, driver, action="Mine", revision="1")
        assert row(SecondaryDriver, key="directions").action == "Mine"

    def test_spanish_is_a_draft_until_somebody_has_read_it(self, client, cast, driver):
        self.post(client, cast, driver, plain="Plain", plain_es="Sencillo")
        words = row(SecondaryDriver, key="directions").translations["es"]
        assert words == {"plain": "Sencillo", "state": "machine draft"}
        self.post(
            client, cast, driver, plain="Plain", plain_es="Sencillo", checked_es="on", revision="1"
        )
        state = row(SecondaryDriver, key="directions").translations["es"]["state"]
        assert state.startswith(f"reviewed by {cast.implementation.user.name}, ")
        page = client.get(cast.url("framework/edit/secondary/directions/")).content.decode()
        assert f"Checked by {cast.implementation.user.name}" in page
        # The English words change and the Spanish ones do not: somebody must read them again.
        self.post(
            client, cast, driver, plain="Other", plain_es="Sencillo", checked_es="on", revision="2"
        )
        state = row(SecondaryDriver, key="directions").translations["es"]["state"]
        assert state == "machine draft"

    def test_mission_and_need(self, client, cast, framework):
        cast.sign_in(client, "implementation")
        data = {"name": "Our framework", "mission": "One.\r\n\r\nTwo.", "mission_es": "Uno."}
        answer = client.post(cast.url("framework/edit/words/"), data | {"revision": "0"})
        assert answer.status_code == 302
        changed = row(ChangeFramework)
        assert changed.mission == "One.\n\nTwo."
        assert changed.translations["es"]["mission"] == "Uno."


class TestAdding:
    def test_a_form_sent_twice_makes_one_row(self, client, cast, primary):
        cast.sign_in(client, "implementation")
        data = {
            "parent": str(primary.pk),
            "action": "Greet each child",
            "assessment_statement": "Each child is greeted.",
            "token": str(uuid.uuid4()),
        }
        for _click in range(2):
            answer = client.post(cast.url("framework/edit/secondary/new/?under=one"), data)
            assert answer.status_code == 302
        made = row(SecondaryDriver)
        assert (made.number, made.primary_id) == ("1.1", primary.pk)

    def test_the_parent_in_the_address_is_chosen(self, client, cast, primary, framework):
        other = PrimaryDriverFactory(framework=framework, key="two", number=2)
        cast.sign_in(client, "implementation")
        page = client.get(cast.url("framework/edit/secondary/new/?under=two")).content.decode()
        assert f'<option value="{other.pk}" selected>' in page

    def test_without_a_primary_driver_there_is_no_secondary_one(self, client, cast, framework):
        assert cast.get(client, "implementation", "framework/edit/secondary/new/") == 404

    @pytest.mark.parametrize(
        ("part", "data", "model"),
        (
            ("aim", {"text": "Calmer days"}, Aim),
            ("primary", {"short_name": "Calm", "statement": "Calm rooms"}, PrimaryDriver),
        ),
    )
    def test_aims_and_primary_drivers(self, client, cast, framework, part, data, model):
        cast.sign_in(client, "implementation")
        token = {"token": str(uuid.uuid4())}
        for _click in range(2):
            client.post(cast.url(f"framework/edit/{part}/new/"), data | token)
        assert row(model).number == 1

    def test_an_idea_goes_back_to_its_driver(self, client, cast, driver):
        cast.sign_in(client, "implementation")
        answer = client.post(
            cast.url("framework/edit/idea/new/"), {"parent": str(driver.pk), "text": "Sing it"}
        )
        idea = row(ChangeIdea, text="Sing it")
        assert answer["Location"].endswith(f"/framework/edit/secondary/directions/#idea-{idea.pk}")


class TestMoving:
    def test_a_button_moves_and_the_address_leads_back_to_it(self, client, cast, driver, other):
        cast.sign_in(client, "implementation")
        page = client.get(cast.url("framework/edit/")).content.decode()
        assert 'value="secondary:directions:2:down" class' in page
        data = {"place": "secondary:directions:2:down"}
        for _click in range(2):
            answer = client.post(cast.url("framework/edit/move/"), data)
        assert answer["Location"].endswith("/framework/edit/#down-secondary-directions")
        assert 'id="down-secondary-directions"' in page
        assert row(SecondaryDriver, key="directions").number == "1.2"

    @pytest.mark.parametrize(
        "place", ("", "secondary", "secondary:directions", "secondary:directions:x:up", "no:x:1:up")
    )
    def test_odd_requests_are_refused(self, client, cast, driver, place):
        assert cast.post(client, "implementation", "framework/edit/move/", {"place": place}) == 400

    def test_another_tenant_s_part_is_not_found(self, client, cast, driver):
        SecondaryDriverFactory(key="theirs")
        data = {"place": "secondary:theirs:1:up"}
        assert cast.post(client, "implementation", "framework/edit/move/", data) == 404


class TestTakingOut:
    def test_it_is_taken_out_listed_and_brought_back(self, client, cast, driver, other):
        cast.sign_in(client, "implementation")
        page = client.get(cast.url("framework/edit/secondary/directions/")).content.decode()
        assert "Nothing points at it." in page
        client.post(cast.url("framework/edit/secondary/directions/retire/"))
        page = client.get(cast.url("framework/edit/")).content.decode()
        assert "Taken out: 1.1 Provide directions. You can bring it back." in page
        assert "Bring back: 1.2 Provide directions" in page
        client.post(cast.url("framework/edit/secondary/directions/back/"))
        assert row(SecondaryDriver, key="directions").retired_on is None

    def test_what_is_in_use_says_by_what_and_is_not_deleted(self, client, cast, driver):
        RampFactory(team=cast.team, secondary_driver=driver)
        cast.sign_in(client, "implementation")
        page = client.get(cast.url("framework/edit/secondary/directions/")).content.decode()
        assert "It is in use: 1 idea with tests." in page
        assert "Delete it" not in page
        answer = client.post(cast.url("framework/edit/secondary/directions/delete/"), follow=True)
        assert "Retire it instead" in answer.content.decode()
        assert row(SecondaryDriver, key="directions")

    def test_what_nothing_points_at_is_deleted_for_good(self, client, cast, driver):
        cast.sign_in(client, "implementation")
        client.post(cast.url("framework/edit/secondary/directions/delete/"))
        with scopes_disabled():
            assert not SecondaryDriver.objects.exists()
            assert Entry.objects.filter(action="framework.secondary.deleted").exists()

    def test_a_merge_says_what_it_means_and_can_be_undone(self, client, cast, driver, other):
        RampFactory(team=cast.team, secondary_driver=driver)
        cast.sign_in(client, "implementation")
        address = cast.url("framework/edit/secondary/directions/merge/")
        page = client.get(address).content.decode()
        assert "1 idea with tests." in page
        assert "1 change idea moves to the other one." in page
        odd = client.post(address, {"into": "no-such"})
        assert "Select a valid choice" in odd.content.decode()
        client.post(address, {"into": "routines"})
        merged = row(SecondaryDriver, key="directions")
        assert merged.merged_into_id == other.pk
        page = client.get(cast.url("framework/edit/secondary/directions/")).content.decode()
        assert "It is part of “1.1 Plan the day” now" in page
        assert client.get(address).status_code == 404
        client.post(cast.url("framework/edit/secondary/directions/back/"))
        assert row(SecondaryDriver, key="directions").merged_into_id is None


class TestWhatTeamsDidUnderAMergedDriver:
    def test_it_is_found_with_the_other_and_keeps_its_wording(self, client, cast, driver, other):
        ramp = RampFactory(team=cast.team, secondary_driver=driver)
        CycleFactory(ramp=ramp, started_by=cast.member, what="Sing the routine")
        with inside(cast.collaborative):
            merge(row=driver, into=other, by=cast.implementation)
        cast.sign_in(client, "member")
        page = client.get(cast.url("framework/routines/")).content.decode()
        assert "1 test as “Provide directions”" in page
        assert "What was tried as “Provide directions”" in page
        assert "Sing the routine" in page
        assert "1 test as" in client.get(cast.url("framework/")).content.decode()
        page = client.get(cast.url("framework/directions/")).content.decode()
        assert "This is part of something else now" in page

    def test_a_part_of_a_part_counts_with_the_one_that_stands(self, client, cast, driver, other):
        third = SecondaryDriverFactory(
            primary=other.primary, collaborative=cast.collaborative, key="third", action="Third"
        )
        with inside(cast.collaborative):
            merge(row=driver, into=other, by=cast.implementation)
            merge(row=other, into=third, by=cast.implementation)
        ramp = RampFactory(team=cast.team, secondary_driver=driver)
        CycleFactory(ramp=ramp, started_by=cast.member)
        cast.sign_in(client, "member")
        assert "1 test as “Provide" in client.get(cast.url("framework/third/")).content.decode()


def test_no_driver_can_have_the_name_of_a_page():
    first = {str(entry.pattern).split("/")[0] for entry in urlpatterns}
    names = {name for name in first if name and "<" not in name and "." not in name}
    assert names <= RESERVED


def test_every_row_that_can_point_at_a_part_has_words():
    for model in uses.KINDS:
        for name, _relation in uses.foreign_keys_to(model):
            assert name in uses._words, name


def test_a_retired_driver_under_a_retired_one_asks_for_the_other_first(client, cast, driver):
    with inside(cast.collaborative):
        retire(row=driver, by=cast.implementation)
        retire(row=driver.primary, by=cast.implementation)
    cast.sign_in(client, "implementation")
    page = client.post(cast.url("framework/edit/secondary/directions/back/"), follow=True)
    assert "First bring back what it belongs to: 1 One" in page.content.decode()
