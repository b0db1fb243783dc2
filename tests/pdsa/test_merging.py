"""Two people editing: the second sees the first's change, puts both together, and loses nothing."""

import pytest

from pdsa.forms.steps import ticked_now
from tests.factories.framework import SecondaryDriverFactory
from tests.factories.metrics import MetricFactory
from tests.factories.pdsa import CycleOwnerFactory
from tests.pdsa.test_planning import seen


@pytest.fixture
def both(client, cast, shared, inside):
    """A page on which the family member typed, after the first owner had saved other words."""
    CycleOwnerFactory(cycle=shared, member=cast.family)

    def meet(path, first, second):
        url = cast.url(f"pdsa/{shared.pk}/{path}")
        mark = seen(cast.sign_in(client, "family"), url)
        assert cast.sign_in(client, "member").post(url, {"seen": mark} | first).status_code == 302
        page = cast.sign_in(client, "family").post(url, {"seen": mark} | second)
        assert page.context["changed_by"].pk == cast.member.pk
        return url, page

    return meet


def settle(client, url, page, how, **typed):
    """Press one of the buttons below the other's words; nothing may be saved by it."""
    mark = page.context["form"]["seen"].value()
    return client.post(url, {"seen": mark, "settle": how} | typed)


def value(page, name):
    return page.context["form"][name].value()


class TestPuttingTogether:
    """One press per field; saving is another."""

    def test_both_stand_in_the_field_and_are_saved(self, client, both, shared, inside):
        typed = {"prediction": "From home"}
        url, page = both("plan/4/", {"prediction": "From the room"}, typed)
        page = settle(client, url, page, "prediction:both", **typed)
        assert value(page, "prediction") == "From the room\n\nFrom home"
        with inside():
            shared.refresh_from_db()
            assert shared.prediction == "From the room"
        again = {"seen": value(page, "seen"), "prediction": value(page, "prediction")}
        assert client.post(url, again).status_code == 302
        with inside():
            shared.refresh_from_db()
            assert shared.prediction == "From the room\n\nFrom home"

    @pytest.mark.parametrize(("how", "kept"), (("theirs", "From the room"), ("mine", "From home")))
    def test_one_of_them(self, client, both, how, kept):
        typed = {"prediction": "From home"}
        url, page = both("plan/4/", {"prediction": "From the room"}, typed)
        page = settle(client, url, page, f"prediction:{how}", **typed)
        assert value(page, "prediction") == kept
        assert "Nothing is saved yet." in page.content.decode()
        again = {"seen": value(page, "seen"), "prediction": kept}
        assert client.post(url, again).status_code == 302

    def test_pressed_twice_it_stands_there_once(self, client, both):
        url, page = both("plan/3/", {"who": "Ana"}, {"who": "Bo"})
        page = settle(client, url, page, "who:both", who="Bo")
        assert value(page, "who") == "Ana / Bo"
        page = settle(client, url, page, "who:both", who="Ana / Bo")
        assert value(page, "who") == "Ana / Bo"

    def test_a_choice_is_one_or_the_other(self, client, both):
        typed = {"what_we_learned": "Yes", "compared": "worse"}
        url, page = both("finish/2/", typed | {"compared": "better"}, typed)
        assert "Put both together" not in page.content.decode()
        assert value(settle(client, url, page, "compared:theirs", **typed), "compared") == "better"
        assert value(settle(client, url, page, "compared:both", **typed), "compared") == "worse"

    def test_a_date_of_the_other_one(self, client, both):
        url, page = both("plan/3/", {"starts_on": "2026-03-03"}, {"starts_on": "2026-03-04"})
        page = settle(client, url, page, "starts_on:theirs", starts_on="2026-03-04")
        assert value(page, "starts_on") == "2026-03-03"

    def test_the_other_fields_are_still_shown(self, client, both):
        theirs = {"what_we_learned": "A", "observations": "B"}
        mine = {"what_we_learned": "C", "observations": "D"}
        url, page = both("finish/2/", theirs, mine)
        page = settle(client, url, page, "observations:both", **mine)
        assert [each.name for each in page.context["theirs"]] == ["what_we_learned"]
        assert value(page, "what_we_learned") == "C"

    def test_a_third_change_is_met_too(self, client, cast, both, shared, inside):
        url, page = both("plan/4/", {"prediction": "First"}, {"prediction": "Second"})
        page = settle(client, url, page, "prediction:both", prediction="Second")
        mine = {"seen": value(page, "seen"), "prediction": value(page, "prediction")}
        third = seen(cast.sign_in(client, "member"), url)
        client.post(url, {"seen": third, "prediction": "Third"})
        page = cast.sign_in(client, "family").post(url, mine)
        assert [each.text for each in page.context["theirs"]] == ["Third"]
        assert value(page, "prediction") == "First\n\nSecond"

    @pytest.mark.parametrize("how", ("", "prediction", "prediction:other", "status:theirs", ":"))
    def test_another_word_settles_nothing(self, client, cast, shared, how, inside):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{shared.pk}/plan/4/")
        page = client.post(url, {"settle": how, "prediction": "Mine"})
        assert value(page, "prediction") == "Mine"
        with inside():
            shared.refresh_from_db()
            assert shared.prediction == ""

    def test_only_an_owner_settles(self, cast, client, shared):
        data = {"settle": "prediction:theirs"}
        assert cast.post(client, "leader", f"pdsa/{shared.pk}/plan/4/", data) == 403


class TestOneselfTwice:
    """One person, two pages, or a phone that did not hear the answer."""

    def test_words_that_only_grew_are_saved(self, client, cast, shared, inside):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{shared.pk}/plan/4/")
        mark = seen(client, url)
        for text in ("They will", "They will wave"):
            assert client.post(url, {"seen": mark, "prediction": text}).status_code == 302
        with inside():
            shared.refresh_from_db()
            assert shared.prediction == "They will wave"

    def test_another_text_of_ones_own_is_shown(self, client, cast, shared):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{shared.pk}/plan/4/")
        mark = seen(client, url)
        client.post(url, {"seen": mark, "prediction": "They will"})
        page = client.post(url, {"seen": mark, "prediction": "Nobody will"})
        assert "You changed this on another page or phone" in page.content.decode()

    def test_what_another_began_is_shown_though_it_grew(self, client, cast, shared):
        CycleOwnerFactory(cycle=shared, member=cast.family)
        url = cast.url(f"pdsa/{shared.pk}/plan/4/")
        mark = seen(cast.sign_in(client, "member"), url)
        client.post(url, {"seen": mark, "prediction": "They"})
        page = cast.sign_in(client, "family").post(url, {"seen": mark, "prediction": "They wave"})
        assert [each.text for each in page.context["theirs"]] == ["They"]


class TestTicks:
    """What one person ticked is not taken away by somebody whose page was older."""

    @pytest.mark.parametrize(
        ("standing", "had", "ticked", "now"),
        (
            ("ab", "a", "a", "ab"),  # the other added b
            ("a", "ab", "ab", "a"),  # the other took b away
            ("ab", "a", "ac", "abc"),
            ("ab", "ab", "b", "b"),
            ("ab", None, "c", "c"),
        ),
    )
    def test_changes_meet(self, standing, had, ticked, now):
        assert ticked_now(standing, had, ticked) == set(now)

    def test_two_people_choose_measures_and_writers(self, client, cast, shared, inside):
        CycleOwnerFactory(cycle=shared, member=cast.family)
        first, second = (MetricFactory(collaborative=cast.collaborative) for _ in range(2))
        url = cast.url(f"pdsa/{shared.pk}/plan/5/")
        form = cast.sign_in(client, "member").get(url).context["form"]
        page = {
            "seen": form["seen"].value(), "had": form["had"].value(),
            "visibility": "collaborative", "owners": [cast.family.pk],
        }  # fmt: skip
        mine = page | {"metrics": [first.pk], "owners": [cast.family.pk, cast.teammate.pk]}
        assert client.post(url, mine).status_code == 302
        cast.sign_in(client, "family")
        assert client.post(url, page | {"metrics": [second.pk]}).status_code == 302
        with inside():
            metrics = {row.metric_id for row in shared.ramp.metric_rows.all()}
            owners = {owner.member_id for owner in shared.owners.all()}
        assert metrics == {first.pk, second.pk}
        assert owners == {cast.member.pk, cast.family.pk, cast.teammate.pk}

    def test_an_older_page_does_not_reset_the_focus_area(
        self, client, cast, shared, driver, inside
    ):
        CycleOwnerFactory(cycle=shared, member=cast.family)
        other = SecondaryDriverFactory(primary=driver.primary, collaborative=cast.collaborative)
        url = cast.url(f"pdsa/{shared.pk}/plan/1/")
        form = cast.sign_in(client, "family").get(url).context["form"]
        page = {"seen": form["seen"].value(), "had": form["had"].value(), "what": shared.what}
        cast.sign_in(client, "member").post(url, page | {"driver": driver.pk})
        cast.sign_in(client, "family").post(url, page | {"driver": ""})
        with inside():
            shared.ramp.refresh_from_db()
            assert shared.ramp.secondary_driver_id == driver.pk
        client.post(url, page | {"driver": other.pk})
        with inside():
            shared.ramp.refresh_from_db()
            assert shared.ramp.secondary_driver_id == other.pk

    @pytest.mark.parametrize("had", ("nonsense", "[]", '{"metrics": 5}', ""))
    def test_what_is_no_list_counts_as_not_sent(self, client, cast, shared, had, inside):
        metric = MetricFactory(collaborative=cast.collaborative)
        url = cast.url(f"pdsa/{shared.pk}/plan/5/")
        data = {"seen": seen(cast.sign_in(client, "member"), url), "visibility": "collaborative"}
        assert client.post(url, data | {"had": had, "metrics": [metric.pk]}).status_code == 302
        with inside():
            assert shared.ramp.metric_rows.count() == 1
