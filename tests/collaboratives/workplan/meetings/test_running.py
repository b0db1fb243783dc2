"""Running a meeting: roles, points, notes, closing and what comes back next time."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scope

from bsc.audit.models import Entry
from collaboratives.workplan.meeting_queries import points_of, team_today, whose_turn
from collaboratives.workplan.models import Activity, Meeting, MeetingPoint, Task
from collaboratives.workplan.services.meetings import close_meeting, fingerprint
from collaboratives.workplan.services.points import add_point, set_point_state
from tests.factories.community import TopicFactory
from tests.factories.pdsa import CycleCommentFactory, CycleFactory, RampFactory
from tests.factories.workplan import MeetingFactory, MeetingPointFactory


def within(cast):
    return scope(collaborative=cast.collaborative, organization=cast.collaborative.organization)


@pytest.fixture
def post(client, cast):
    """Post to a page below the meetings as the implementation team."""
    cast.sign_in(client, "implementation")

    def do(path, data=None, **headers):
        return client.post(cast.url(f"workplan/{path}"), data or {}, **headers)

    return do


def texts(event):
    return [point.text for point in points_of(event)]


class TestPoints:
    def test_a_point_is_added_once_however_often_it_is_sent(self, cast, coming, post):
        sent = {"text": "The chairs", "minutes": "10", "token": str(uuid.uuid4())}
        for _ in range(2):
            answer = post(f"meetings/{coming.pk}/points/", sent)
            assert answer.url.endswith(f"/meetings/{coming.pk}/#points")
        with within(cast):
            point = MeetingPoint.objects.get()
            assert (point.text, point.minutes, point.by) == (
                "The chairs",
                10,
                cast.implementation,
            )
            assert Entry.objects.filter(action="point.added", summary="The chairs").count() == 1

    def test_what_is_wrong_is_said_beside_the_field_and_stays(self, cast, coming, post):
        page = post(f"meetings/{coming.pk}/points/", {"text": "Chairs", "minutes": "900"})
        assert page.status_code == 200
        assert 'value="Chairs"' in page.content.decode()
        assert page.context["form"].errors.keys() == {"minutes"}

    def test_points_are_put_in_order(self, cast, coming, post):
        first, second, third = (
            MeetingPointFactory(event=coming, text=text, position=place)
            for place, text in enumerate("abc")
        )
        post(f"meetings/points/{third.pk}/", {"move": "up"})
        with within(cast):
            assert texts(coming) == ["a", "c", "b"]
        post(f"meetings/points/{first.pk}/", {"move": "up"})
        post(f"meetings/points/{second.pk}/", {"move": "down"})
        with within(cast):
            assert texts(coming) == ["a", "c", "b"]

    def test_a_point_is_ticked_parked_taken_off_and_put_back(self, cast, coming, post):
        point = MeetingPointFactory(event=coming)
        for state in ("done", "carried", "dropped", "open"):
            post(f"meetings/points/{point.pk}/", {"state": state})
            with within(cast):
                point.refresh_from_db()
            assert point.state == state
        post(f"meetings/points/{point.pk}/", {"state": "nonsense"})
        with within(cast):
            point.refresh_from_db()
            trail = Entry.objects.filter(action="point.state").order_by("pk")
            assert trail.first().summary == "open → done"
            assert trail.count() == 4
        assert point.state == "open"

    def test_one_tap_answers_with_the_points_alone(self, cast, coming, post):
        point = MeetingPointFactory(event=coming)
        answer = post(
            f"meetings/points/{point.pk}/", {"state": "done"}, headers={"HX-Request": "true"}
        )
        page = answer.content.decode()
        assert page.strip().startswith('<div id="points-list"')
        assert "Talked about" in page

    def test_too_many_minutes_are_said(self, cast, client, coming):
        MeetingPointFactory(event=coming, minutes=50)
        MeetingPointFactory(event=coming, minutes=40)
        cast.sign_in(client, "implementation")
        response = client.get(cast.url(f"workplan/meetings/{coming.pk}/"))
        assert "Choose what can wait." in response.content.decode()
        agenda = response.context["agenda"]
        assert sum(part.minutes for part in agenda.parts) == 60

    def test_a_line_of_another_page_becomes_a_point_with_the_way_back(
        self, cast, coming, following, post
    ):
        page = cast.url("framework/")
        answer = post(
            f"meetings/put-on-agenda/?next={page}", {"text": "A comment", "link": f"{page}#c7"}
        )
        assert answer.url == page
        post("meetings/put-on-agenda/", {"text": "A comment", "link": f"{page}#c7"})
        with within(cast):
            point = MeetingPoint.objects.get()
        assert (point.event_id, point.link) == (coming.pk, f"{page}#c7")

    def test_only_the_team_has_the_button_and_quotation_marks_stay_what_they_are(
        self, cast, client, coming
    ):
        with within(cast):
            topic = TopicFactory(author=cast.member, title='Whose "chairs" & tables?')
        page = cast.url(f"board/{topic.pk}/")
        for who, shown in (("implementation", True), ("faculty", False), ("member", False)):
            cast.sign_in(client, who)
            text = client.get(page).content.decode()
            assert ("Put it on the agenda" in text) == shown
        cycle = CycleFactory(
            ramp=RampFactory(team=cast.team, idea="Dot's door"),
            started_by=cast.member,
            status="planned",
            posted_at=timezone.now(),
        )
        with within(cast):
            CycleCommentFactory(cycle=cycle, hat=cast.faculty.role_rows.get())
        cast.sign_in(client, "implementation")
        text = client.get(cast.url(f"pdsa/{cycle.pk}/")).content.decode()
        said = f"What {cast.faculty.user.name} says about the test “Dot&#x27;s door”"
        assert f'name="text" value="{said}"' in text

    @pytest.mark.parametrize(
        "address",
        (
            "https://example.org/c/x/",
            "//example.org/",
            "/c/another/",
            "javascript:alert(1)",
            "/\\example.org",
        ),
    )
    def test_no_address_of_elsewhere_is_followed_or_kept(self, cast, coming, post, address):
        answer = post(f"meetings/put-on-agenda/?next={address}", {"text": "X", "link": address})
        assert answer.url == cast.url(f"workplan/meetings/{coming.pk}/")
        with within(cast):
            assert MeetingPoint.objects.get().link == ""

    def test_without_a_meeting_it_says_so(self, cast, post, client):
        answer = post("meetings/put-on-agenda/", {"text": "A comment"})
        page = client.get(answer.url).content.decode()
        assert "There is no meeting of the team in the calendar yet." in page


class TestRoles:
    def test_those_who_have_not_for_longest_are_suggested(
        self, cast, meeting_on, coming, colleague
    ):
        MeetingFactory(event=meeting_on(-18), facilitator=cast.implementation, note_taker=colleague)
        MeetingFactory(event=meeting_on(-11), facilitator=colleague, note_taker=cast.implementation)
        with within(cast):
            turns = whose_turn(coming, team_today())
            assert turns.facilitator.member == cast.implementation
            assert turns.note_taker.member == colleague
            assert turns.note_taker.last < turns.facilitator.last + timedelta(days=1)

    def test_alone_one_facilitates_and_nobody_takes_notes(self, cast, coming):
        with within(cast):
            turns = whose_turn(coming, team_today())
        assert (turns.facilitator.member, turns.note_taker) == (cast.implementation, None)

    def test_they_are_kept_with_who_it_was_before(self, cast, coming, colleague, post):
        post(f"meetings/{coming.pk}/roles/", {"facilitator": colleague.pk, "revision": "0"})
        with within(cast):
            meeting = Meeting.objects.get()
            entry = Entry.objects.get(action="meeting.roles")
        assert (meeting.facilitator_id, meeting.note_taker_id) == (colleague.pk, None)
        assert entry.summary == f"– / – → {colleague.user.name} / –"

    def test_a_second_chooser_is_told(self, cast, coming, colleague, post):
        MeetingFactory(event=coming, facilitator=colleague, revision=1)
        sent = {"facilitator": cast.implementation.pk, "revision": "0"}
        page = post(f"meetings/{coming.pk}/roles/", sent)
        assert "Somebody else changed this" in page.content.decode()
        sent["revision"] = page.context["form"]["revision"].value()
        assert post(f"meetings/{coming.pk}/roles/", sent).status_code == 302
        with within(cast):
            assert Meeting.objects.get().facilitator == cast.implementation

    def test_only_the_team_is_offered(self, cast, coming, post):
        page = post(f"meetings/{coming.pk}/roles/", {"facilitator": cast.faculty.pk})
        assert page.context["form"].errors.keys() == {"facilitator"}


class TestNotes:
    def save(self, post, coming, notes, seen, **headers):
        return post(f"meetings/{coming.pk}/", {"notes": notes, "seen": seen}, **headers)

    def test_they_are_saved_and_stand_on_the_event_too(self, cast, client, coming, post):
        answer = self.save(post, coming, "Hana brought\r\nplums.", fingerprint(""))
        assert answer.url.endswith("#notes")
        with within(cast):
            coming.refresh_from_db()
        assert coming.notes == "Hana brought\nplums."
        assert "plums" in client.get(cast.url(f"calendar/{coming.pk}/")).content.decode()

    def test_a_second_writer_is_told_and_nothing_is_lost(self, cast, coming, post):
        self.save(post, coming, "From one.", fingerprint(""))
        page = self.save(post, coming, "From two.", fingerprint(""))
        shown = page.content.decode()
        assert "Somebody else wrote into the notes" in shown
        assert "From one." in shown
        assert page.context["notes_form"]["notes"].value() == "From two."
        seen = page.context["notes_form"]["seen"].value()
        both = {"notes": "From two.", "seen": seen, "both": "1"}
        for _ in range(2):
            post(f"meetings/{coming.pk}/", both)
        with within(cast):
            coming.refresh_from_db()
        assert coming.notes == "From one.\n\nFrom two."

    def test_they_are_saved_while_somebody_types(self, cast, coming, post):
        headers = {"headers": {"HX-Request": "true"}}
        answer = self.save(post, coming, "So f", fingerprint(""), **headers)
        assert answer["X-Words-Saved"] == "yes"
        assert fingerprint("So f") in answer.content.decode()
        assert self.save(post, coming, "Else", fingerprint(""), **headers).status_code == 409
        again = self.save(post, coming, "So far", fingerprint("So f"), **headers)
        assert again.status_code == 200
        with within(cast):
            assert Entry.objects.filter(action="meeting.notes").count() == 1

    def test_a_page_that_keeps_its_words_learns_where_to_go_on(self, cast, coming, post):
        answer = self.save(post, coming, "Kept", fingerprint(""), headers={"X-Words": "1"})
        assert answer.status_code == 204
        assert answer["X-Words-Saved"] == cast.url(f"workplan/meetings/{coming.pk}/#notes")


class TestActionItems:
    def test_it_becomes_a_task_and_is_made_once(self, cast, client, coming, following, post):
        sent = {
            "title": "Find two interpreters",
            "owner": cast.faculty.pk,
            "due_on": cast.collaborative.today().isoformat(),
            "token": str(uuid.uuid4()),
        }
        for _ in range(2):
            post(f"meetings/{coming.pk}/action-items/", sent)
        with within(cast):
            task = Task.objects.select_related("activity").get()
            assert task.meeting_id == coming.pk
            assert task.activity.key == "action-items"
            assert [owner.membership for owner in task.owners.all()] == [cast.faculty]
        here = client.get(cast.url(f"workplan/meetings/{coming.pk}/"))
        assert here.context["agreed"] == [task]
        assert here.context["open_actions"] == []
        later = client.get(cast.url(f"workplan/meetings/{following.pk}/"))
        assert later.context["open_actions"] == [task]
        cast.sign_in(client, "faculty")
        assert task.title in client.get(cast.url("workplan/?who=me")).content.decode()
        post(f"{task.pk}/done/")
        cast.sign_in(client, "implementation")
        later = client.get(cast.url(f"workplan/meetings/{following.pk}/"))
        assert later.context["open_actions"] == []

    def test_the_second_one_goes_to_the_same_activity(self, cast, coming, post):
        for title in ("One", "Two"):
            sent = {
                "title": title,
                "owner": cast.implementation.pk,
                "due_on": cast.collaborative.today().isoformat(),
            }
            post(f"meetings/{coming.pk}/action-items/", sent)
        with within(cast):
            assert Activity.objects.get().tasks.count() == 2

    def test_it_needs_a_person_and_a_day_of_this_course(self, cast, coming, post):
        page = post(
            f"meetings/{coming.pk}/action-items/", {"title": "Call", "due_on": "1926-01-01"}
        )
        assert page.context["form"].errors.keys() == {"owner", "due_on"}
        assert 'value="Call"' in page.content.decode()

    def test_done_leads_back_to_the_meeting(self, cast, coming, post):
        post(
            f"meetings/{coming.pk}/action-items/",
            {
                "title": "Call",
                "owner": cast.implementation.pk,
                "due_on": cast.collaborative.today().isoformat(),
            },
        )
        with within(cast):
            task = Task.objects.get()
        here = cast.url(f"workplan/meetings/{coming.pk}/")
        assert post(f"{task.pk}/done/?next={here}").url == here


class TestClosing:
    def test_the_agenda_is_kept_and_open_points_go_on(self, cast, client, coming, following, post):
        said = MeetingPointFactory(event=coming, text="Said", state="done")
        parked = MeetingPointFactory(event=coming, text="Parked", state="carried")
        missed = MeetingPointFactory(event=coming, text="Missed", minutes=7)
        MeetingPointFactory(event=coming, text="Gone", state="dropped")
        MeetingPointFactory(event=following, text="Was there")
        for _ in range(2):
            post(f"meetings/{coming.pk}/close/")
        with within(cast):
            assert texts(following) == ["Parked", "Missed", "Was there"]
            carried = MeetingPoint.objects.get(event=following, text="Missed")
            assert (carried.carried_from, carried.minutes, carried.by) == (missed, 7, missed.by)
            kept = {part["key"]: part for part in Meeting.objects.get().agenda}
            said.refresh_from_db()
        assert [line["text"] for line in kept["points"]["lines"]] == ["Said", "Parked", "Missed"]
        assert said.state == "done"
        assert parked.state == "carried"
        MeetingPointFactory(event=following, text="New since")
        response = client.get(cast.url(f"workplan/meetings/{coming.pk}/"))
        page = response.content.decode()
        assert "New since" not in page
        assert "Open it again" in page
        assert set(kept) == {part.key for part in response.context["agenda"].parts}

    def test_it_can_be_opened_again(self, cast, coming, following, post):
        point = MeetingPointFactory(event=coming, text="Missed")
        post(f"meetings/{coming.pk}/close/")
        for _ in range(2):
            post(f"meetings/{coming.pk}/reopen/")
        with within(cast):
            assert Meeting.objects.get().closed_at is None
            assert texts(following) == []
            set_point_state(point=point, by=cast.implementation, state="done")
        post(f"meetings/{coming.pk}/close/")
        with within(cast):
            assert texts(following) == []

    def test_what_was_dealt_with_at_the_next_meeting_stays_there(
        self, cast, coming, following, post
    ):
        MeetingPointFactory(event=coming, text="Missed")
        post(f"meetings/{coming.pk}/close/")
        with within(cast):
            copy = MeetingPoint.objects.get(event=following)
            set_point_state(point=copy, by=cast.implementation, state="done")
        post(f"meetings/{coming.pk}/reopen/")
        post(f"meetings/{coming.pk}/close/")
        with within(cast):
            assert [(one.text, one.state) for one in points_of(following)] == [("Missed", "done")]

    def test_without_a_later_meeting_points_wait_until_there_is_one(
        self, cast, client, coming, meeting_on, post
    ):
        MeetingPointFactory(event=coming, text="Missed")
        post(f"meetings/{coming.pk}/close/")
        later = meeting_on(10)
        page = client.get(cast.url(f"workplan/meetings/{later.pk}/")).content.decode()
        assert "An earlier meeting left one point open." in page
        for _ in range(2):
            post(f"meetings/{later.pk}/bring-points/")
        with within(cast):
            assert texts(later) == ["Missed"]

    def test_a_closed_meeting_takes_no_more_points(self, cast, coming, following, post):
        point = MeetingPointFactory(event=coming, text="Said")
        with within(cast):
            close_meeting(event=coming, by=cast.implementation, agenda=[])
        page = post(f"meetings/{coming.pk}/points/", {"text": "Too late"})
        assert "This meeting is closed." in page.content.decode()
        post(f"meetings/points/{point.pk}/", {"state": "done"})
        with within(cast):
            assert texts(coming) == ["Said"]
            assert points_of(coming)[0].state == "carried"
            add_point(event=following, by=cast.implementation, text="In time")
            assert texts(following) == ["Said", "In time"]
