"""A plan kept for the next collaborative: saved, taken from a file, used."""

from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import yaml
from django_scopes import scopes_disabled

from bsc.audit.models import Entry
from bsc.tenancy.doors import inside
from collaboratives.workplan.dates import Timing
from collaboratives.workplan.models import Anchor, PlanTemplate, Task, TaskRule
from collaboratives.workplan.plan_file import read_plan_file
from collaboratives.workplan.services import add_task, generate_workplan
from collaboratives.workplan.services.rules import RuleWish, add_rule
from collaboratives.workplan.services.templates import plan_data_of, use_template
from tests.cast import cast_gets
from tests.factories import CollaborativeFactory
from tests.factories.schedule import EventFactory, SeriesFactory
from tests.factories.workplan import ActivityFactory, PlanTemplateFactory

pytestmark = pytest.mark.django_db
SMALL = """
name: Small
anchors:
  fair: {name: the fair, otherwise: {anchor: start, offset: 2, unit: weeks}}
phases:
  - number: 4
    activities:
      - key: meet
        title: "Meet {number}"
        repeat: learning_session
        tasks:
          - {key: hold, title: "Hold {number}", anchor: learning_session, offset: 0, unit: days}
"""
NEW_YORK = ZoneInfo("America/New_York")


def sessions(collaborative, *days):
    for number, day in enumerate(days, start=1):
        start = datetime(day.year, day.month, day.day, 9, tzinfo=NEW_YORK)
        EventFactory(
            collaborative=collaborative, kind="learning_session", number=number,
            title=f"Learning Session {number}", starts_at=start, ends_at=start.replace(hour=16),
        )  # fmt: skip


@pytest.fixture
def planned(cast):
    sessions(cast.collaborative, date(2026, 12, 11), date(2027, 3, 12))
    with inside(cast.collaborative):
        generate_workplan(collaborative=cast.collaborative, by=cast.implementation)
    return cast.collaborative


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=200))
@pytest.mark.parametrize("path", ("", "new/", "upload/"))
def test_who_has_templates(client, cast, who, status, path):
    assert cast.get(client, who, f"workplan/templates/{path}") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=200))
def test_who_reads_one(client, cast, who, status):
    template = PlanTemplateFactory(organization=cast.collaborative.organization)
    assert cast.get(client, who, f"workplan/templates/{template.pk}/") == status
    assert cast.get(client, who, f"workplan/templates/{template.pk}/download/") == status
    assert cast.get(client, who, f"workplan/templates/{template.pk}/remove/") == status


def test_another_organizations_template_is_not_found(client, cast):
    template = PlanTemplateFactory()
    for page in ("", "download/", "remove/"):
        path = f"workplan/templates/{template.pk}/{page}"
        assert cast.get(client, "implementation", path) == 404
    assert cast.post(client, "implementation", f"workplan/templates/{template.pk}/remove/") == 404
    with scopes_disabled():
        assert PlanTemplate.objects.exists()


@pytest.mark.parametrize("rows", (1, 3))
def test_the_list_takes_a_constant_number_of_queries(client, cast, rows, django_assert_num_queries):
    for _ in range(rows):
        PlanTemplateFactory(organization=cast.collaborative.organization)
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(8):
        page = client.get(cast.url("workplan/templates/")).content.decode()
    assert page.count("/workplan/templates/") >= rows


def test_a_saved_plan_makes_the_same_plan_again(client, cast, planned):
    cast.sign_in(client, "implementation")
    data = {"name": "Our way", "about": "With two sessions", "token": str(uuid4())}
    for _ in range(2):
        assert client.post(cast.url("workplan/templates/new/"), data).status_code == 302
    with scopes_disabled():
        template = PlanTemplate.objects.get()
        before = plan(cast.collaborative)
        other = CollaborativeFactory(
            organization=planned.organization, starts_on=planned.starts_on, ends_on=planned.ends_on
        )
    assert template.made_from == planned.name
    sessions(other, date(2026, 12, 11), date(2027, 3, 12))
    with inside(other):
        generate_workplan(collaborative=other, by=None, template=template)
    with scopes_disabled():
        assert plan(other) == before
        assert Entry.objects.filter(action="plan_template.used").count() == 1
    with inside(other), pytest.raises(ValueError, match="already"):
        use_template(collaborative=other, template=template, by=None)


def plan(collaborative):
    rows = Task.objects.filter(collaborative=collaborative, withdrawn=False)
    return sorted(rows.values_list("title", "due_on", "activity__title", "competency"), key=str)


def test_no_date_name_or_note_goes_into_it(cast, planned):
    with inside(planned):
        activity = TaskRule.objects.first().activity
        add_task(activity=activity, by=cast.implementation, title="Ask Grandma Dot",
                 due_on=date(2026, 9, 9), note="Secret")  # fmt: skip
        Task.objects.update(note="Call Marcus")
        kept = plan_data_of(planned)
    text = yaml.safe_dump(kept.plan)
    for word in ("Dot", "Secret", "Marcus", "2026", "2027"):
        assert word not in text
    assert "1 task that no rule asks for stays here, with its date." in kept.notes


def test_what_is_this_collaboratives_own_becomes_general_and_is_said(cast, planned):
    activity = ActivityFactory(collaborative=planned, phase=5, title="Visits")
    start = datetime(2027, 3, 26, 10, tzinfo=NEW_YORK)
    fair = EventFactory(collaborative=planned, kind="other", title="County fair", starts_at=start, ends_at=start.replace(hour=12))  # fmt: skip
    series = SeriesFactory(collaborative=planned, kind="faculty_call", title="Coffee")
    with inside(planned):
        for title, timing in (
            ("Pack", Timing("anchor", anchor="event", event=fair.pk, offset=-1, unit="weeks")),
            ("Brew", Timing("each", series=series.pk, offset=-1)),
        ):
            add_rule(activity=activity, by=cast.implementation, wish=RuleWish(title, "", timing))
        TaskRule.objects.filter(key="newsletter").update(active=False)
        kept = plan_data_of(planned)
    own = kept.plan["phases"][4]["activities"][-1]
    assert [task.get("anchor") or task.get("each") for task in own["tasks"]] == [
        "own_county_fair", ["faculty_call"],
    ]  # fmt: skip
    assert kept.plan["anchors"]["own_county_fair"] == {
        "name": "County fair",
        "otherwise": {"anchor": "learning_session_2", "offset": 14, "unit": "days"},
    }
    said = " ".join(kept.notes)
    assert "“County fair” becomes a named point" in said
    assert "“Brew” counts from a series, and will count from each Faculty call." in said
    assert "1 line that is not asked for any more is left out." in said
    assert "newsletter" not in yaml.safe_dump(kept.plan)


def test_a_downloaded_plan_can_be_taken_back_as_it_is(client, cast, planned):
    cast.sign_in(client, "implementation")
    client.post(cast.url("workplan/templates/new/"), {"name": "Our way", "token": str(uuid4())})
    with scopes_disabled():
        template = PlanTemplate.objects.get()
    answer = client.get(cast.url(f"workplan/templates/{template.pk}/download/"))
    assert answer["Content-Disposition"] == 'attachment; filename="our-way.yaml"'
    text = answer.content.decode()
    data = {"text": text, "token": str(uuid4())}
    for _ in range(2):
        assert client.post(cast.url("workplan/templates/upload/"), data).status_code == 302
    with scopes_disabled():
        first, second = PlanTemplate.objects.order_by("pk")
    assert second.data == first.data
    assert second.made_from == "a file"


def test_renamed_and_removed(client, cast):
    template = PlanTemplateFactory(organization=cast.collaborative.organization)
    cast.sign_in(client, "implementation")
    url = cast.url(f"workplan/templates/{template.pk}/")
    client.post(url, {"name": "Better", "about": ""})
    assert "Better" in client.get(cast.url("workplan/templates/")).content.decode()
    assert "This field is required." in client.post(url, {"name": ""}).content.decode()
    assert "cannot be undone" in client.get(f"{url}remove/").content.decode()
    client.post(f"{url}remove/")
    with scopes_disabled():
        assert not PlanTemplate.objects.exists()
        actions = list(Entry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["plan_template.renamed", "plan_template.removed"]
    assert "No template yet" in client.get(cast.url("workplan/templates/")).content.decode()


def test_a_file_that_does_not_fit_is_named_line_by_line_and_kept(client, cast):
    cast.sign_in(client, "implementation")
    text = "name: Mine\nanchors:\n  fair: {othrwise: 1}\nphases: []\n"
    answer = client.post(cast.url("workplan/templates/upload/"), {"text": text})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert (
        "Line 3: &#x27;othrwise&#x27; is not known here. Did you mean &#x27;otherwise&#x27;?"
        in page
    )
    assert "fair: {othrwise: 1}" in page
    page = client.post(cast.url("workplan/templates/upload/"), {}).content.decode()
    assert "Choose a file, or paste its text." in page
    with scopes_disabled():
        assert not PlanTemplate.objects.exists()


def test_a_template_grows_with_its_collaborative(cast):
    plan_of_file = read_plan_file(SMALL)
    plan_of_file.pop("name")
    template = PlanTemplateFactory(organization=cast.collaborative.organization, data=plan_of_file)
    sessions(cast.collaborative, date(2026, 12, 11))
    with inside(cast.collaborative):
        generate_workplan(collaborative=cast.collaborative, by=None, template=template)
        assert list(Task.objects.values_list("title", flat=True)) == ["Hold 1"]
        assert Anchor.objects.get(key="fair").name == "the fair"
    sessions_after = datetime(2027, 3, 12, 9, tzinfo=NEW_YORK)
    EventFactory(
        collaborative=cast.collaborative, kind="learning_session", number=2,
        title="Learning Session 2", starts_at=sessions_after, ends_at=sessions_after.replace(hour=16),
    )  # fmt: skip
    with inside(cast.collaborative):
        generate_workplan(collaborative=cast.collaborative, by=None)
        assert sorted(Task.objects.values_list("title", flat=True)) == ["Hold 1", "Hold 2"]
