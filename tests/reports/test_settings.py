"""Paper and languages of a collaborative's reports."""

import pytest

from bsc.reports.models import ReportSettings
from bsc.reports.queries import settings_of
from tests.cast import cast_gets
from tests.metrics.helpers import inside, page_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, others=403))
def test_who_changes_them(client, cast, who, status):
    assert cast.get(client, who, "reports/settings/") == status


@pytest.mark.parametrize(("country", "paper"), (("US", "letter"), ("DE", "a4"), ("MX", "letter")))
def test_where_nobody_has_said_the_country_does(cast, country, paper):
    cast.collaborative.holiday_country = country
    with inside(cast.team):
        chosen = settings_of(cast.collaborative)
    assert (chosen.paper, chosen.languages) == (paper, ["en"])


def test_they_are_kept(client, cast):
    cast.sign_in(client, "implementation")
    for paper in ("a4", "letter", "a4"):
        data = {"paper": paper, "languages": ["en", "es"]}
        assert client.post(cast.url("reports/settings/"), data).status_code == 302
    with inside(cast.team):
        chosen = ReportSettings.objects.get()
    assert (chosen.paper, chosen.languages) == ("a4", ["en", "es"])
    page = page_of(client, cast, "implementation", "reports/settings/")
    assert page.count("checked") == 3


@pytest.mark.parametrize("data", ({"paper": "a4"}, {"paper": "papyrus", "languages": ["en"]}))
def test_without_a_language_or_with_no_known_paper_nothing_is_saved(client, cast, data):
    answer = cast.sign_in(client, "implementation").post(cast.url("reports/settings/"), data)
    assert answer.status_code == 200
    with inside(cast.team):
        assert not ReportSettings.objects.exists()
