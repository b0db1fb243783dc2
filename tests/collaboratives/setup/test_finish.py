"""The end of the wizard: a workplan, and a collaborative that runs."""

import pytest

from bsc.audit.models import Entry
from collaboratives.framework.services import read_data
from collaboratives.schedule.models import Event
from collaboratives.setup.enums import SetUpStep
from collaboratives.workplan.models import Activity, PlanOrigin, PlanTemplate, Task
from collaboratives.workplan.plan import read_plan
from metrics.models import Metric
from tests.collaboratives.setup.walking import (
    basics,
    inside,
    only,
    outside,
    post,
    sessions,
    within,
)
from tests.factories import CollaborativeFactory, MembershipFactory, MembershipRoleFactory

pytestmark = pytest.mark.django_db
PLAN = {"plan": "standard"}


@pytest.fixture
def ready(begun, monkeypatch):
    """All steps are finished, and somebody is on the implementation team."""
    begun.set_up_steps = list(SetUpStep.values)
    begun.save()
    planner = MembershipFactory(collaborative=begun)
    MembershipRoleFactory(membership=planner, role="implementation")
    return begun


def test_from_nothing_to_a_plan(client, admin, monkeypatch):
    """The whole way of an admin who is on the implementation team: it ends on this week."""
    monkeypatch.setattr("collaboratives.setup.forms.sessions.named_days_off", lambda _: {})
    client.post(f"/o/{admin.organization.slug}/new/", basics())
    one = only(admin.organization)
    page = client.get(outside(one))
    assert [line.is_done for line in page.context["lines"]] == [True, *[False] * 4]
    client.post(outside(one, "framework"), {"choice": "example"})
    calls = {"all-teams": "third Friday of each month 11:00-11:45"}
    post(client, outside(one, "sessions"), **sessions(**calls))
    client.post(outside(one, "measures"), {"keys": read_data()["measures"][0]["key"]})
    answer = client.post(outside(one, "people"), {"join": "on", "names": "Otter Falls"})
    assert answer.url == outside(one, "finish")
    answer = client.post(answer.url, PLAN)
    assert answer.url == f"/c/{one.slug}/home/"
    page = client.get(answer.url).content.decode()
    assert "were due before today" in page
    one.refresh_from_db()
    assert one.status == "running"
    with within(one):
        assert Task.objects.filter(withdrawn=False).count() > 50
        assert Entry.objects.get(action="collaborative.set_up").by == admin.user


def test_an_admin_who_plans_nothing_sees_what_is_set_up_and_no_content(client, admin, ready):
    answer = client.post(outside(ready, "finish"), PLAN)
    assert answer.url == outside(ready)
    page = client.get(answer.url)
    assert "stays theirs" in page.content.decode()
    for path in ("home/", "workplan/", "metrics/", "pdsa/", "board/", "settings/set-up/"):
        assert client.get(f"/c/{ready.slug}/{path}").status_code == 404


def test_an_open_step_is_named_and_nothing_begins(client, admin, begun):
    page = client.get(outside(begun, "finish"))
    assert "Finish “Change framework” first" in page.content.decode()
    page = client.post(outside(begun, "finish"), PLAN)
    assert page.context["refused"] == ["Some steps are not finished yet."]
    begun.refresh_from_db()
    assert begun.status == "setup"


def test_without_anybody_to_run_it_it_does_not_begin(client, admin, begun):
    begun.set_up_steps = list(SetUpStep.values)
    begun.save()
    page = client.post(outside(begun, "finish"), PLAN)
    assert "Nobody is on the implementation team" in page.context["refused"][0]
    invited = {"role": "implementation", "name": "Ana", "email": "ana@example.org"}
    client.post(outside(begun, "people"), invited | {"language": "en"})
    assert client.post(outside(begun, "finish"), PLAN).status_code == 302


def test_pressing_twice_makes_one_plan(client, admin, ready):
    client.post(outside(ready, "finish"), PLAN)
    with within(ready):
        count = Task.objects.count()
    assert client.post(outside(ready, "finish"), PLAN).url == outside(ready)
    with within(ready):
        assert Task.objects.count() == count
        assert Entry.objects.filter(action="collaborative.set_up").count() == 1


def saved_plan(organization, name):
    """The standard plan with its last phase only, as an organization might save it."""
    whole = read_plan()
    phase = whole["phases"][-1]
    activity = {**phase["activities"][0], "title": "Say farewell", "repeat": False}
    tasks = [{key: one[key] for key in one if key != "timing"} for one in activity["tasks"]]
    data = {
        "anchors": whole["anchors"],
        "phases": [{**phase, "activities": [{**activity, "tasks": tasks}]}],
    }
    with within(CollaborativeFactory(organization=organization)):
        return PlanTemplate.objects.create(
            organization=organization, name=name, made_from="An earlier one", data=data
        )


def test_a_saved_plan_of_the_organization_may_be_chosen(client, admin, ready):
    saved = saved_plan(admin.organization, "Our own plan")
    theirs = saved_plan(CollaborativeFactory().organization, "Theirs")
    page = client.get(outside(ready, "finish"))
    offered = [key for key, _label in page.context["form"].fields["plan"].choices]
    assert offered == ["standard", str(saved.pk)]
    refused = client.post(outside(ready, "finish"), {"plan": str(theirs.pk)})
    assert list(refused.context["form"].errors) == ["plan"]
    client.post(outside(ready, "finish"), {"plan": str(saved.pk)})
    with within(ready):
        assert PlanOrigin.objects.get().name == "Our own plan"
        assert set(Activity.objects.values_list("title", flat=True)) == {"Say farewell"}


def test_a_get_begins_nothing(client, admin, ready):
    client.get(outside(ready, "finish"))
    ready.refresh_from_db()
    assert ready.status == "setup"


def test_a_planner_may_finish_from_inside(client, cast):
    one = cast.collaborative
    one.status, one.set_up_steps = "setup", list(SetUpStep.values)
    one.save()
    cast.sign_in(client, "implementation")
    assert client.post(inside(one, "finish"), PLAN).url == cast.url("home/")
    one.refresh_from_db()
    assert one.status == "running"


def test_setting_one_up_leaves_its_sister_alone(client, admin, ready):
    sister = CollaborativeFactory(organization=ready.organization)
    with within(sister):
        before = (Task.objects.count(), Event.objects.count(), Metric.objects.count())
    client.post(outside(ready, "finish"), PLAN)
    with within(sister):
        assert (Task.objects.count(), Event.objects.count(), Metric.objects.count()) == before
    sister.refresh_from_db()
    assert sister.set_up_steps == []


def test_the_organizations_page_offers_to_go_on(client, admin, begun):
    page = client.get(f"/o/{admin.organization.slug}/").content.decode()
    assert "Being set up: continue" in page
    assert outside(begun) in page
    begun.status = "running"
    begun.save()
    page = client.get(f"/o/{admin.organization.slug}/").content.decode()
    assert "Being set up: continue" not in page
    assert outside(begun) in page
