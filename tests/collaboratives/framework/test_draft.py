"""The link of an expert opens the draft and their own comments, and nothing else."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scopes_disabled

from collaboratives.framework.enums import IdeaStatus
from collaboratives.framework.models import (
    Aim,
    ChangeIdea,
    DraftReader,
    FrameworkComment,
)
from metrics.enums import MetricStage
from tests.architecture.test_tenancy import fill
from tests.factories.framework import (
    AimFactory,
    ChangeIdeaFactory,
    DraftReaderFactory,
    FrameworkCommentFactory,
    SecondaryDriverFactory,
)
from tests.factories.metrics import MetricFactory
from tests.metrics.test_room_card import CLOSED, everything, is_closed

pytestmark = pytest.mark.django_db


@pytest.fixture
def driver(cast):
    made = SecondaryDriverFactory(
        collaborative=cast.collaborative, key="directions", number="1.4",
        action="Provide directions", assessment_statement="Directions are provided.",
    )  # fmt: skip
    AimFactory(framework=made.primary.framework, key="calm", text="Calmer rooms")
    ChangeIdeaFactory(secondary=made, text="Say one thing at a time.")
    return made


@pytest.fixture
def framework(driver):
    return driver.primary.framework


@pytest.fixture
def reader(cast, driver):
    return DraftReaderFactory(
        collaborative=cast.collaborative, invited_by=cast.implementation, name="Ada Reyes"
    )


@pytest.fixture
def home(reader):
    return f"/d/read/{reader.code_hash[:24]}/"


@pytest.fixture
def held(client, reader, home):
    """A browser that has opened the link."""
    assert client.get(f"/d/{reader.code}/").url == home
    return client


@pytest.fixture
def pages(home, driver):
    return [home, f"{home}drivers/{driver.primary.key}/", f"{home}measures/", f"{home}mine/"]


def change(row, **fields):
    with scopes_disabled():
        type(row).objects.filter(pk=row.pk).update(**fields)


def comments():
    with scopes_disabled():
        return list(FrameworkComment.objects.order_by("pk"))


def text_of(answer):
    return answer.content.decode()


def say(held, page, on, text="More play, please", **more):
    given = {"on": on, "text": text, "token": uuid.uuid4()} | more
    return held.post(page, given)


def test_the_code_is_exchanged_at_once_and_leaves_the_address(client, reader, home):
    answer = client.get(f"/d/{reader.code.lower()}/")
    assert (answer.status_code, answer.url) == (302, home)
    cookie = answer.cookies["draft_reader"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (home, True, "Lax")
    assert reader.code.replace("-", "") not in cookie.value
    assert "sessionid" not in answer.cookies
    assert cookie["expires"]


def test_the_pages_show_the_draft_and_hide_from_caches_and_search_engines(held, pages, cast):
    MetricFactory(
        collaborative=cast.collaborative, name="Families reached", stage=MetricStage.DRAFT
    )
    shown = ""
    for page in pages:
        answer = held.get(page)
        assert answer.status_code == 200
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
        shown += text_of(answer)
    for words in (
        "Make caring relationships", "Teachers ask for support.", "Calmer rooms",
        "1.4 Provide directions", "Directions are provided.", "Say one thing at a time.",
        "Families reached", "Draft",
    ):  # fmt: skip
        assert words in shown


def test_nothing_else_of_the_collaborative_is_shown(held, pages, cast, framework, driver):
    FrameworkCommentFactory(framework=framework, by=cast.member, part="mission", text="Secret one")
    other = DraftReaderFactory(collaborative=cast.collaborative, name="Second Expert")
    FrameworkCommentFactory(
        framework=framework, by=None, reader=other, part="secondary", part_key="directions",
        text="Secret two",
    )  # fmt: skip
    ChangeIdeaFactory(secondary=driver, text="Not yet looked at", status=IdeaStatus.PROPOSED)
    people = [cast.member, cast.leader, cast.family, cast.implementation, cast.faculty]
    for page in pages:
        shown = text_of(held.get(page))
        assert "/c/" not in shown
        assert "main-nav" not in shown
        hidden = [one.user.name for one in people] + [
            cast.team.name, "Secret one", "Secret two", "Second Expert", "Not yet looked at",
        ]  # fmt: skip
        assert [words for words in hidden if words in shown] == []


def test_retired_parts_are_not_in_the_draft(held, pages, driver, framework):
    change(driver, retired_on="2026-05-01")
    with scopes_disabled():
        Aim.objects.update(retired_on="2026-05-01")
    shown = "".join(text_of(held.get(page)) for page in pages)
    assert "Provide directions" not in shown
    assert "Say one thing" not in shown
    assert "Calmer rooms" not in shown


def test_the_link_opens_nothing_else(held, cast):
    """The cookie is sent along by hand everywhere, as no browser would."""
    held.cookies["draft_reader"]["path"] = "/"
    named = (
        pattern.replace("<slug:collaborative>", cast.collaborative.slug) for pattern in everything()
    )
    addresses = [address for address in map(fill, named) if address.startswith(CLOSED)]
    assert len(addresses) > 100
    for ask in (held.get, held.post):
        assert [address for address in addresses if not is_closed(ask(address))] == []


def test_a_reader_is_no_user(held, home):
    assert held.get(home).wsgi_request.user.is_anonymous
    assert held.get("/").status_code == 302


@pytest.mark.parametrize("ending", ("wrong", "expired", "revoked", "nonsense"))
def test_wrong_unknown_expired_and_revoked_look_the_same(client, reader, ending, caplog):
    code = reader.code
    if ending == "wrong":
        code = "AAAA-BBBB-CCCC-DDDD"
    elif ending == "expired":
        change(reader, expires_at=timezone.now())
    elif ending == "revoked":
        change(reader, revoked_at=timezone.now())
    else:
        code = "nonsense"
    answer = client.get(f"/d/{code}/")
    assert (answer.status_code, answer.url) == (302, "/d/unknown/")
    assert "draft_reader" not in answer.cookies
    page = client.get(answer.url)
    assert page.status_code == 404
    assert "This link does not work" in text_of(page)
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    # What is answered with an error is written to a log.
    assert code not in caplog.text


def test_every_page_of_a_link_that_ended_gives_the_same_answer(held, pages, reader, client):
    plain = set()
    for ending in (
        {"revoked_at": timezone.now()},
        {"revoked_at": None, "expires_at": timezone.now()},
    ):
        change(reader, **ending)
        for page in pages:
            answer = held.get(page)
            assert answer.status_code == 404
            plain.add(re.sub(r'next" value="[^"]*"|value="\w{64}"', "", text_of(answer)))
    assert len(plain) == 1


def test_what_was_typed_when_the_link_ended_is_given_back(held, home, reader):
    change(reader, revoked_at=timezone.now())
    answer = say(held, home, "mission", "A long <thought>")
    assert answer.status_code == 404
    assert "A long &lt;thought&gt;" in text_of(answer)
    assert comments() == []


@pytest.mark.parametrize("cookie", ("", "x", "x:y:z"))
def test_a_cookie_of_one_s_own_making_opens_nothing(client, home, cookie):
    client.cookies["draft_reader"] = cookie
    assert client.get(home).status_code == 404


def test_two_links_in_one_browser_stay_apart(held, cast, home):
    second = DraftReaderFactory(collaborative=cast.collaborative, name="Bo Lind")
    answer = held.get(f"/d/{second.code}/")
    assert answer.cookies["draft_reader"]["path"] == answer.url != home
    held.cookies["draft_reader"]["path"] = "/"
    assert "Bo Lind" in text_of(held.get(answer.url))
    assert held.get(home).status_code == 404


def test_guessing_is_slowed_down(client, reader):
    for guess in range(10):
        client.get(f"/d/AAAA-BBBB-CCCC-{guess:04}/")
    answer = client.get(f"/d/{reader.code}/", follow=True)
    assert answer.status_code == 429


def test_opening_is_noticed_once(held, home, reader):
    held.get(home)
    with scopes_disabled():
        first = DraftReader.objects.get(pk=reader.pk).opened_at
    assert first
    held.get(home)
    with scopes_disabled():
        assert DraftReader.objects.get(pk=reader.pk).opened_at == first


def test_the_draft_is_read_in_the_language_of_the_link(client, reader, home):
    change(reader, language="es")
    client.get(f"/d/{reader.code}/")
    assert '<html lang="es"' in text_of(client.get(home))


def test_a_form_opens_below_its_part_without_a_script(held, home):
    assert "<textarea" not in text_of(held.get(home))
    page = text_of(held.get(f"{home}?on=aim-calm"))
    assert page.count("<textarea") == 1
    part = page.split('id="aim-calm"')[1].split("</section>")[0]
    assert 'name="on" value="aim-calm"' in part
    assert 'action="?#aim-calm"' in part


def test_a_script_exchanges_one_part_only(held, home):
    page = text_of(held.get(f"{home}?on=aim-calm", headers={"HX-Request": "true"}))
    assert page.strip().startswith("<section")
    assert page.count("<section") == 1
    kept = held.post(
        home, {"on": "aim-calm", "text": "Good", "token": uuid.uuid4()},
        headers={"HX-Request": "true"},
    )  # fmt: skip
    assert kept.status_code == 200
    assert "<textarea" not in text_of(kept)
    assert "Good" in text_of(kept)
    assert "Your comment is kept." in kept["HX-Trigger"]


@pytest.mark.parametrize(
    ("page", "on", "part", "key"),
    (
        ("", "whole", "whole", ""),
        ("", "mission", "mission", ""),
        ("", "need", "need", ""),
        ("", "aim-calm", "aim", "calm"),
        ("drivers/{primary}/", "primary-{primary}", "primary", "{primary}"),
        ("drivers/{primary}/", "secondary-directions", "secondary", "directions"),
        ("drivers/{primary}/", "idea-{idea}", "idea", "{idea}"),
        ("measures/", "metric-talks", "metric", "talks"),
    ),
)
def test_commenting_on_any_part(held, home, cast, driver, reader, page, on, part, key):
    MetricFactory(collaborative=cast.collaborative, key="talks")
    with scopes_disabled():
        names = {"primary": driver.primary.key, "idea": ChangeIdea.objects.get().pk}
    page, on, key = (words.format(**names) for words in (page, on, key))
    answer = say(held, home + page, on)
    assert (answer.status_code, answer.url) == (302, f"{home}{page}#{on}")
    [made] = comments()
    assert (made.part, made.part_key, made.reader_id, made.by_id) == (part, key, reader.pk, None)
    assert made.text == "More play, please"
    shown = text_of(held.get(home + page))
    assert "More play, please" in shown.split(f'id="{on}"')[1].split("</section>")[0]
    assert "More play, please" in text_of(held.get(f"{home}mine/"))


def test_a_form_sent_twice_is_one_comment(held, home):
    token = uuid.uuid4()
    for _twice in range(2):
        assert say(held, home, "mission", token=token).status_code == 302
    assert len(comments()) == 1


@pytest.mark.parametrize(
    ("text", "said"), ((" ", "Write a few words first."), ("x" * 4001, "4000"))
)
def test_bad_input_is_said_beside_the_field_and_kept(held, home, text, said):
    answer = say(held, home, "mission", text)
    assert answer.status_code == 200
    assert said in text_of(answer)
    assert text.strip() in text_of(answer)
    assert comments() == []


@pytest.mark.parametrize("on", ("", "aim-other", "secondary-directions", "x"))
def test_a_part_that_is_not_on_the_page_cannot_be_commented_on(held, home, on):
    assert say(held, home, on).status_code == 404
    assert comments() == []


def test_an_unknown_driver_is_not_found(held, home):
    assert held.get(f"{home}drivers/other/").status_code == 404


def test_a_form_of_another_site_is_refused(reader, home):
    strict = Client(enforce_csrf_checks=True)
    strict.get(f"/d/{reader.code}/")
    assert say(strict, home, "mission").status_code == 403
    page = text_of(strict.get(f"{home}?on=mission"))
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1]
    assert say(strict, home, "mission", csrfmiddlewaretoken=token).status_code == 302


def test_too_many_comments_wait_and_lose_nothing(held, home, monkeypatch):
    monkeypatch.setattr("collaboratives.framework.views.draft_pages.COMMENTS_AN_HOUR", 2)
    for _ in range(2):
        say(held, home, "mission")
    answer = say(held, home, "mission", "The third one")
    assert "Wait a few minutes" in text_of(answer)
    assert "The third one" in text_of(answer)
    assert len(comments()) == 2


@pytest.fixture
def mine(held, home, reader):
    say(held, home, "mission", "First words")
    [made] = comments()
    return f"{home}mine/{made.pk}/"


def test_one_s_own_comment_is_changed_and_taken_back(held, home, mine):
    assert "First words" in text_of(held.get(mine))
    assert held.post(mine, {"text": "Better words"}).url == f"{home}mine/"
    assert comments()[0].text == "Better words"
    for _twice in range(2):
        assert held.post(f"{mine}take-back/").url == f"{home}mine/"
    assert comments() == []


@pytest.mark.parametrize("ending", ("answered", "old"))
def test_what_was_answered_or_is_old_stays(held, home, mine, cast, ending):
    page = text_of(held.get(f"{home}mine/"))
    assert "Change it or take it back" in page
    fields = (
        {"resolved_at": timezone.now(), "resolved_by": cast.implementation, "resolution": "Done so"}
        if ending == "answered"
        else {"at": timezone.now() - timedelta(days=8)}
    )
    change(comments()[0], **fields)
    page = text_of(held.get(f"{home}mine/"))
    assert "Change it or take it back" not in page
    assert ("Done so" in page) == (ending == "answered")
    assert cast.implementation.user.name not in page
    assert held.get(mine).status_code == 404
    assert held.post(mine, {"text": "Other"}).status_code == 404
    held.post(f"{mine}take-back/")
    assert comments()[0].text == "First words"


def test_another_reader_s_comment_is_out_of_reach(held, home, framework, cast):
    other = DraftReaderFactory(collaborative=cast.collaborative)
    theirs = FrameworkCommentFactory(framework=framework, by=None, reader=other, text="Theirs")
    assert held.get(f"{home}mine/{theirs.pk}/").status_code == 404
    assert held.post(f"{home}mine/{theirs.pk}/", {"text": "x"}).status_code == 404
    held.post(f"{home}mine/{theirs.pk}/take-back/")
    assert [one.text for one in comments()] == ["Theirs"]


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_do_not_grow(
    held, home, cast, driver, framework, reader, rows, django_assert_num_queries
):
    for number in range(rows):
        AimFactory(framework=framework)
        more = SecondaryDriverFactory(
            collaborative=cast.collaborative, primary=driver.primary, position=number
        )
        ChangeIdeaFactory(secondary=more)
        FrameworkCommentFactory(
            framework=framework, by=None, reader=reader, part="secondary", part_key=more.key
        )
    held.get(home)
    with django_assert_num_queries(10):
        held.get(f"{home}drivers/{driver.primary.key}/")


def test_a_member_who_opens_the_link_is_not_named_on_it(client, cast, reader, home):
    cast.member.user.name = "Dana Whitfield"
    cast.member.user.save()
    cast.sign_in(client, "member")
    assert client.get(f"/d/{reader.code}/").url == home
    page = text_of(client.get(home))
    assert "Dana" not in page
    assert "account-link" not in page
