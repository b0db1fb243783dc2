"""The doors that families walk through use short, plain words."""

import re

import pytest
import textstat

from tests.factories.invitations import InvitationFactory

pytestmark = pytest.mark.django_db
BANNED = (
    "pdsa",
    "metric",
    "driver",
    "cohort",
    "implementation",
    "stakeholder",
    "baseline",
    "run chart",
    "submit",
    "dashboard",
    "onboarding",
    "password reset",
)


def spoken(page):
    """The words of the page itself, without header and footer; blocks end like sentences."""
    main = re.search(r"<main.*?</main>", page.content.decode(), re.DOTALL)[0]
    main = re.sub(
        r"<svg.*?</svg>|<script.*?</script>|<select.*?</select>", " ", main, flags=re.DOTALL
    )
    main = re.sub(r"</(p|h1|h2|label|li|dd|legend|button|a|span)>", ". ", main)
    words = re.sub(r"<[^>]+>|&[^;]+;", " ", main)
    return re.sub(r"([.?!:])[\s.]*\. ", r"\1 ", re.sub(r"\s+", " ", words))


@pytest.fixture
def pages(client, cast):
    invitation = InvitationFactory(invited_by=cast.leader, team=cast.team, max_uses=3)
    base = f"/j/{invitation.code}/"
    first = [client.get(base), client.get(f"{base}about/"), client.get(f"{base}you/")]
    sign_in = [client.get("/sign-in/"), client.get("/code/"), client.get("/card/AAAA-AAAA/")]
    kind = [client.get("/j/AAAA-AAAA/"), client.get("/sign-in/code/?c=AAA-AAA")]
    client.post(f"{base}you/", {"name": "Rosa", "email": "rosa@example.org"})
    proof = [client.get(f"{base}code/")]
    client.post(f"{base}code/", {"name_only": "yes"})
    return [*first, *sign_in, *kind, *proof, client.get("/me/card/"), client.get("/me/")]


def test_no_word_one_has_to_ask_about(pages):
    for page in pages:
        text = spoken(page).lower()
        assert [word for word in BANNED if word in text] == []


def test_a_sixth_grader_can_read_them(pages):
    for page in pages:
        text = spoken(page)
        if len(text.split()) >= 40:
            assert textstat.flesch_kincaid_grade(text) <= 6, text
