"""The story's tests of change, loaded."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bsc.embedded.load.pdsa import load
from bsc.embedded.load.story import read
from bsc.tenancy.doors import inside
from pdsa.models import Cycle, CycleComment, Ramp
from pdsa.queries import bundles_visible_to, unanswered_cycles
from tests.pdsa.story import make_story


@pytest.fixture(params=[0, 6], ids=["monday", "sunday"])
def story(db, request):
    """The story as it is loaded on different days of the week."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    told = make_story(monday + timedelta(days=request.param) - timedelta(days=7))
    load(told)
    return told


def test_every_ramp_and_cycle_is_there(story):
    ramps = [ramp for ramp in read("cycles")["ramps"] if ramp["key"] in story.found["ramps"]]
    with inside(story.collaborative):
        assert Ramp.objects.count() == len(ramps) > 15
        assert Cycle.objects.count() == sum(len(ramp["cycles"]) for ramp in ramps) >= 40
        for ramp in ramps:
            made = Ramp.objects.get(pk=story.found["ramps"][ramp["key"]].pk)
            assert (made.idea, made.stage) == (ramp["idea"], ramp["stage"])
            statuses = [cycle.status for cycle in made.cycles.order_by("number")]
            assert statuses == [cycle["status"] for cycle in ramp["cycles"]]


def test_nothing_was_written_in_the_future(story):
    end = story.moment(days_ago=-1, hour=0)
    with inside(story.collaborative):
        assert not CycleComment.objects.filter(created_at__gte=end).exists()
        assert not Cycle.objects.filter(posted_at__gte=end).exists()
        assert not Cycle.objects.filter(finished_at__gte=end).exists()


def test_a_coach_finds_some_waiting_but_not_most(story):
    with inside(story.collaborative):
        waiting = unanswered_cycles(story.people["anjali-deshmukh"]).count()
        assert 0 < waiting < Cycle.objects.count() / 2


def test_borrowed_ideas_name_their_source(story):
    with inside(story.collaborative):
        borrowed = Ramp.objects.filter(borrowed_from__isnull=False).count()
    assert borrowed == sum("borrowed_from" in ramp for ramp in read("cycles")["ramps"])


def test_every_step_of_an_idea_says_who_and_when(story):
    end = story.moment(days_ago=-1, hour=0)
    with inside(story.collaborative):
        for ramp in Ramp.objects.prefetch_related("stage_changes"):
            steps = list(ramp.stage_changes.all())
            assert (steps[-1].stage if steps else "testing") == ramp.stage
            assert all(step.why or step.cycle_id for step in steps)
            assert all(step.at < end for step in steps)


def test_the_bundles_are_full_for_a_newcomer_from_another_center(story):
    with inside(story.collaborative):
        reader = story.people["samir-haddad"]
        listed = {bundle.name: bundle.ideas for bundle in bundles_visible_to(reader)}
        told = read("cycles")["bundles"]
        assert listed == {each["name"]: len(each["ramps"]) for each in told}
