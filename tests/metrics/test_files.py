"""Counts as files: looked through before anything is written, and taken over once."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from metrics.enums import Kind, Source, SubmissionStatus
from metrics.models import CountsImport, Value
from tests.cast import cast_gets
from tests.factories import ClassroomFactory, CoreTeamFactory
from tests.factories.metrics import (
    GroupFactory,
    MetricFactory,
    MonthlySubmissionFactory,
    ValueFactory,
)
from tests.metrics.helpers import AUGUST, count_weeks, inside, page_of, point, ratio, revisions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

THIS_WEEK = date(2026, 9, 7)
COUNTED = date(2026, 8, 17)
HEAD = "Measure,Week or month,Starts on,Counted,Out of,Why it was not counted,Note"


def sheet(*lines, head=HEAD, name="numbers.csv"):
    return SimpleUploadedFile(name, "\n".join((head, *lines)).encode())


def bring(client, cast, file, who="leader", team=""):
    """Send a file; return the answer, the preview where the file could be read."""
    address = cast.url(f"metrics/files/{team}")
    return cast.sign_in(client, who).post(address, {"file": file}, follow=True)


def take_over(client, cast, **data):
    with inside(cast.team):
        pk = CountsImport.objects.latest("pk").pk
    return client.post(cast.url(f"metrics/files/{pk}/"), data, follow=True)


def download(client, cast, who, path):
    answer = cast.sign_in(client, who).get(cast.url(f"metrics/files/{path}"))
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=403, teammate=403, leader=200, family=403, other_center=404,
        faculty=403, implementation=200, observer=404,
    ),
)  # fmt: skip
def test_who_takes_a_teams_numbers_along(client, cast, metric, who, status):
    for page in ("", "numbers.csv", "numbers.xlsx"):
        assert cast.get(client, who, f"metrics/files/{page}?team={cast.team.pk}") == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=403, teammate=403, leader=403, family=403, other_center=403,
        faculty=403, implementation=200, observer=200,
    ),
)  # fmt: skip
def test_who_takes_all_numbers_along(client, cast, metric, who, status):
    for page in ("", "numbers.csv", "numbers.xlsx"):
        assert cast.get(client, who, f"metrics/files/{page}?team=all") == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=403, teammate=403, leader=200, family=403, other_center=404,
        faculty=403, implementation=200, observer=404,
    ),
)  # fmt: skip
def test_who_brings_a_teams_numbers_in(client, cast, metric, who, status):
    query = f"?team={cast.team.pk}"
    assert cast.get(client, who, f"metrics/files/to-fill-in.xlsx{query}") == status
    answer = cast.sign_in(client, who).post(cast.url(f"metrics/files/{query}"), {})
    assert answer.status_code == status


@pytest.mark.parametrize("who", ("leader", "faculty", "observer"))
def test_only_the_implementation_team_brings_in_several_teams(client, cast, metric, who):
    assert cast.get(client, who, "metrics/files/to-fill-in.csv?team=all") == 403
    assert cast.post(client, who, "metrics/files/?team=all") == 403


def test_a_file_is_looked_through_by_whoever_sent_it_and_by_nobody_else(client, cast, metric):
    preview = bring(client, cast, sheet("talks,week,2026-09-07,9,16,,")).request["PATH_INFO"]
    page = preview.removeprefix(cast.url(""))
    for who, status in cast_gets(leader=200, implementation=404, others=404):
        assert cast.get(client, who, page) == status


def test_nothing_is_written_before_somebody_says_so(client, cast, metric):
    page = bring(client, cast, sheet("talks,week,2026-09-09,9,16,,Busy")).content.decode()
    assert "Nothing is saved yet." in page
    assert "9 of 16" in page
    assert revisions(cast.team, period_start=THIS_WEEK) == []
    done = take_over(client, cast).content.decode()
    assert "1 number was taken over." in done
    with inside(cast.team):
        value = Value.objects.get(period_start=THIS_WEEK)
    assert (value.source, value.note, value.entered_by_id) == (Source.FILE, "Busy", cast.leader.pk)
    assert ratio(point(cast.team, metric, THIS_WEEK, "week")) == (9, 16)


def test_taken_over_twice_is_taken_over_once(client, cast, metric):
    bring(client, cast, sheet("talks,week,2026-09-07,9,16,,"))
    take_over(client, cast)
    take_over(client, cast)
    assert revisions(cast.team, period_start=THIS_WEEK) == [(9, 16, True)]
    again = bring(client, cast, sheet("talks,week,2026-09-07,9,16,,")).content.decode()
    assert "Nothing would change" in again


@pytest.mark.parametrize("kind", ("csv", "xlsx"))
def test_what_goes_out_comes_back_and_changes_nothing(client, cast, metric, kind):
    room = ClassroomFactory(
        center=cast.team.center, organization=cast.team.organization, name="Owls"
    )
    rate = MetricFactory(
        collaborative=cast.collaborative, definition__kind=Kind.RATE, definition__by_room=True
    )
    ValueFactory(
        team=cast.team, metric=rate, classroom=room, organization=room.organization,
        period_start=COUNTED, numerator=7, denominator=Decimal("1.5"), note="=not a formula",
    )  # fmt: skip
    ValueFactory(
        team=cast.team, metric=metric, period_start=date(2026, 8, 24), numerator=None,
        denominator=None, reason_missing="- Closed for snow",
    )  # fmt: skip
    groups = MetricFactory(collaborative=cast.collaborative, definition__breakdown="language")
    group = GroupFactory(collaborative=cast.collaborative, name="Spanish at home")
    month = {"grain": "month", "period_start": AUGUST}
    ValueFactory(team=cast.team, metric=groups, numerator=9, **month)
    ValueFactory(team=cast.team, metric=groups, group=group, numerator=3, denominator=4, **month)
    plain = MetricFactory(collaborative=cast.collaborative, definition__kind=Kind.COUNT)
    ValueFactory(team=cast.team, metric=plain, denominator=1, **month)
    answer = cast.sign_in(client, "leader").get(cast.url(f"metrics/files/numbers.{kind}"))
    file = SimpleUploadedFile(f"numbers.{kind}", answer.content)
    page = bring(client, cast, file).content.decode()
    assert "Nothing would change" in page
    assert ">Wrong<" not in page.split("Nothing would change")[1]


@pytest.mark.parametrize(
    ("line", "said"),
    (
        ("talks,week,2026-09-07,17,16,,", "cannot be more than"),
        ("talks,week,2026-09-07,-1,16,,", "cannot be below 0"),
        ("talks,week,2026-09-07,9,0,,", "Out of 0"),
        ("talks,week,2026-09-07,9,,,", "Please add “Families enrolled”, too."),
        ("talks,week,2026-09-07,=1+8,16,,", "is a formula. Type the number itself."),
        ('talks,week,2026-09-07,"1,200",1600,,', "is no number. Write it as 1200 or 12.5."),
        ("talks,week,2026-09-07,nine,16,,", "“nine” is no number."),
        ("talks,week,2026-09-14,9,16,,", "A week that has not begun"),
        ("talks,month,2026-09,9,16,,", "This month is not over yet."),
        ("talks,month,2026-07-01,9,16,,", "This month is closed."),
        ("talks,day,2026-09-07,9,16,,", "Write “week” or “month”."),
        ("talks,week,09/07/2026,9,16,,", "Write the day as 2026-09-07."),
        ("talks,week,0001-01-01,9,16,,", "Write the day as 2026-09-07."),
        ("songs,week,2026-09-07,9,16,,", "does not count a measure of this name"),
        ("talks,week,2026-09-07,9,16,Closed,", "cannot both be right"),
    ),
)
def test_what_is_wrong_stands_beside_its_row_and_the_good_rows_go_in(
    client, cast, metric, line, said
):
    answer = bring(client, cast, sheet(line, "talks,week,2026-08-31,9,16,,"))
    page = answer.content.decode()
    assert said in page
    assert "2026-09-07" in page or "September" in page or "2026" in page
    take_over(client, cast)
    assert revisions(cast.team, period_start=date(2026, 8, 31)) == [(9, 16, True)]
    assert revisions(cast.team, period_start=THIS_WEEK) == []


@pytest.mark.parametrize(
    ("head", "line", "said"),
    (
        (f"{HEAD},Room", "talks,week,2026-09-07,9,16,,,Owls", "has no room “Owls”"),
        (f"{HEAD},Group", "talks,month,2026-08,9,16,,,Spanish", "has no group “Spanish”"),
        (f"{HEAD},Team", "talks,week,2026-09-07,9,16,,,Somebody", "no team called “Somebody”"),
    ),
)
def test_names_that_are_not_there(client, cast, metric, head, line, said):
    page = bring(client, cast, sheet(line, head=head)).content.decode()
    assert said in page
    assert "No row can be taken over as it is." in page


def test_the_same_row_twice_counts_once(client, cast, metric):
    page = bring(
        client, cast, sheet("talks,week,2026-09-07,9,16,,", "talks,week,2026-09-08,11,16,,")
    ).content.decode()
    assert "Line 2 says this already." in page


def test_groups_are_never_more_than_their_whole(client, cast):
    MetricFactory(collaborative=cast.collaborative, key="talks", definition__breakdown="language")
    for name in ("English", "Spanish"):
        GroupFactory(collaborative=cast.collaborative, name=name)
    page = bring(
        client, cast, sheet(
            "talks,month,2026-08,9,16,,,", "talks,month,2026-08,6,8,,,English",
            "talks,month,2026-08,6,8,,,Spanish", head=f"{HEAD},Group",
        ),
    ).content.decode()  # fmt: skip
    assert page.count("In all groups together “Families reached” is 12") == 2


def test_the_unlikely_is_a_question_and_left_out_until_it_is_ticked(client, cast, metric):
    lines = ("talks,week,2026-09-07,900,1200,,", "talks,week,2026-08-31,9,16,,")
    page = bring(client, cast, sheet(*lines)).content.decode()
    assert "was about 8 before and is now 900" in page
    take_over(client, cast)
    assert revisions(cast.team, period_start=THIS_WEEK) == []
    assert revisions(cast.team, period_start=date(2026, 8, 31)) == [(9, 16, True)]
    page = bring(client, cast, sheet(*lines)).content.decode()
    sure = re.search(r'name="sure" value="([^"]+)"', page)[1]
    take_over(client, cast, sure=sure)
    assert revisions(cast.team, period_start=THIS_WEEK) == [(900, 1200, True)]


def test_a_sent_month_changes_only_with_a_reason(client, cast, metric):
    MonthlySubmissionFactory(team=cast.team, month=AUGUST, status=SubmissionStatus.SUBMITTED)
    bring(client, cast, sheet("talks,week,2026-08-17,10,16,,"))
    refused = take_over(client, cast).content.decode()
    assert "Please say why" in refused
    assert revisions(cast.team, period_start=COUNTED) == [(8, 16, True)]
    take_over(client, cast, why="The paper sheet turned up.")
    with inside(cast.team):
        value = Value.objects.get(period_start=COUNTED, is_current=True)
    assert (value.numerator, value.why_corrected) == (10, "The paper sheet turned up.")


def test_a_month_that_equals_its_weeks_needs_no_row(client, cast, metric):
    page = bring(client, cast, sheet("talks,month,2026-08,24,48,,")).content.decode()
    assert "Nothing would change" in page
    bring(client, cast, sheet("talks,month,2026-08,30,48,,"))
    take_over(client, cast)
    assert ratio(point(cast.team, metric, AUGUST)) == (30, 48)


def test_what_changed_since_the_preview_is_seen_when_it_is_taken_over(client, cast, metric):
    bring(client, cast, sheet("talks,week,2026-09-07,9,16,,"))
    ValueFactory(team=cast.team, metric=metric, period_start=THIS_WEEK, numerator=9)
    done = take_over(client, cast).content.decode()
    assert "Nothing changed: it all stood there already." in done
    assert revisions(cast.team, period_start=THIS_WEEK) == [(9, 16, True)]


def test_several_teams_at_once(client, cast, metric):
    lines = [f"{team.name},talks,week,2026-09-07,9,16" for team in (cast.team, cast.other_team)]
    head = "Team,Code of the measure,Week or month,Starts on,Counted,Out of"
    page = bring(client, cast, sheet(*lines, head=head), "implementation", "?team=all")
    assert cast.other_team.name in page.content.decode()
    take_over(client, cast)
    for team in (cast.team, cast.other_team):
        assert revisions(team, period_start=THIS_WEEK) == [(9, 16, True)]


def test_a_spanish_sheet_is_read_by_anybody(client, cast, metric):
    with inside(cast.team):
        cast.leader.user.language = "es"
        cast.leader.user.save()
    rows = download(client, cast, "leader", "to-fill-in.csv")
    with inside(cast.team):
        cast.leader.user.language = "en"
        cast.leader.user.save()
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    file = SimpleUploadedFile("números.csv", text.getvalue().encode())
    assert "Nothing would change" in bring(client, cast, file).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    (
        ("a.csv", b"", "The file is empty."),
        ("a.csv", b"Name,Number\nAna,7\n", "These columns are missing in the first row"),
        ("a.csv", HEAD.encode(), "There is nothing under the first row."),
        ("a.xlsx", b"no workbook", "not a table that can be read"),
        ("a.csv", b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
        ("a.csv", HEAD.encode() + b"\ntalks" * 5001, "more than 5001 rows"),
    ),
)
def test_a_file_that_cannot_be_read_says_why(client, cast, metric, name, content, said):
    page = bring(client, cast, SimpleUploadedFile(name, content)).content.decode()
    assert said in page
    with inside(cast.team):
        assert not CountsImport.objects.exists()


def test_without_a_file_the_field_asks_for_one(client, cast, metric):
    answer = cast.sign_in(client, "leader").post(cast.url("metrics/files/"), {})
    assert "Choose a file first." in answer.content.decode()


@pytest.mark.parametrize("kind", ("pdf", "CSV", "xls"))
def test_kinds_that_are_not_offered(client, cast, metric, kind):
    assert cast.get(client, "leader", f"metrics/files/numbers.{kind}") == 404


def test_the_sheet_has_the_last_weeks_and_months_with_what_stands(client, cast, metric):
    head, *rows = download(client, cast, "leader", "to-fill-in.csv")
    assert head[:3] == ["Team", "Code of the measure", "Measure"]
    weeks = [row for row in rows if row[3] == "Week"]
    assert (len(weeks), weeks[0][4]) == (8, "2026-09-07")
    assert [row[7:9] for row in weeks if row[4] == "2026-08-17"] == [["8", "16"]]


def test_the_sheet_has_rooms_and_groups_where_they_are_counted(client, cast):
    MetricFactory(collaborative=cast.collaborative, definition__by_room=True)
    MetricFactory(
        collaborative=cast.collaborative, definition__sampling="monthly",
        definition__breakdown="language",
    )  # fmt: skip
    GroupFactory(collaborative=cast.collaborative, name="Spanish at home")
    ClassroomFactory(center=cast.team.center, organization=cast.team.organization, name="Owls")
    rows = download(client, cast, "leader", "to-fill-in.csv")
    assert {row[5] for row in rows if row[3] == "Week"} == {"Owls"}
    assert {row[6] for row in rows if row[3] == "Month"} == {"", "Spanish at home"}


def test_a_workbook_holds_numbers_and_days_and_no_formula(client, cast, metric):
    count_weeks(cast.team, metric, 1, THIS_WEEK, note="=1+1")
    answer = cast.sign_in(client, "leader").get(cast.url("metrics/files/numbers.xlsx"))
    sheet_of = load_workbook(io.BytesIO(answer.content)).active
    last = [cell.value for cell in list(sheet_of.iter_rows())[-1]]
    assert last[4].date() == THIS_WEEK
    assert last[7:9] == [8, 16]
    assert last[10] == "'=1+1"


def test_the_data_contact_takes_along_all_rooms_of_the_center(client, cast, metric):
    room = ClassroomFactory(
        center=cast.team.center, organization=cast.team.organization, name="Owls"
    )
    ValueFactory(team=cast.team, metric=metric, classroom=room, organization=room.organization)
    with inside(cast.team):
        hat = cast.member.role_rows.get()
        hat.is_data_contact = True
        hat.save()
    for who in ("member", "leader"):
        assert {row[5] for row in download(client, cast, who, "numbers.csv")[1:]} == {"", "Owls"}


@pytest.fixture
def by_group(cast):
    """A monthly measure with one small group in August, counted by both teams."""
    metric = MetricFactory(
        collaborative=cast.collaborative, key="by-group", name="By group",
        definition__breakdown="language", definition__sampling="monthly",
    )  # fmt: skip
    group = GroupFactory(collaborative=cast.collaborative, name="Spanish at home")
    for team in (cast.team, cast.other_team):
        month = {"team": team, "metric": metric, "grain": "month", "period_start": AUGUST}
        ValueFactory(**month)
        ValueFactory(**month, group=group, numerator=2, denominator=3)
    return metric


def test_groups_go_out_in_the_files_of_their_own_team_only(client, cast, by_group):
    def groups(who, path):
        return [(r[0], r[6]) for r in download(client, cast, who, path)[1:] if r[6]]

    mine = f"?team={cast.team.pk}"
    assert groups("leader", "numbers.csv") == [(cast.team.name, "Spanish at home")]
    assert {name for name, _group in groups("leader", "to-fill-in.csv")} == {cast.team.name}
    for path in (f"numbers.csv{mine}", "numbers.csv?team=all", f"to-fill-in.csv{mine}"):
        assert groups("implementation", path) == []
    with inside(cast.team):
        hat = cast.leader.role_rows.get()
        type(hat).objects.create(
            collaborative=cast.collaborative, membership=cast.leader, role="implementation",
            starts_on=hat.starts_on,
        )  # fmt: skip
    assert groups("leader", "numbers.csv?team=all") == [(cast.team.name, "Spanish at home")]


def test_nobody_outside_the_team_brings_groups_in_or_reads_them_there(client, cast, by_group):
    line = "by-group,month,2026-08,1,2,,,Spanish at home"
    file = sheet(line, head=f"{HEAD},Group")
    page = bring(client, cast, file, "implementation", f"?team={cast.team.pk}").content.decode()
    assert "Only the team itself writes down the numbers of its groups." in page
    assert "2 of 3" not in page
    take_over(client, cast)
    with inside(cast.team):
        assert not Value.objects.filter(group__isnull=False, numerator=1).exists()


def test_somebody_who_may_no_longer_send_the_month_takes_nothing_over(client, cast, metric):
    bring(client, cast, sheet("talks,week,2026-09-07,9,16,,"))
    with inside(cast.team):
        hat = cast.leader.role_rows.get()
        hat.role = "teacher"
        hat.save()
    assert take_over(client, cast).status_code == 403
    assert revisions(cast.team, period_start=THIS_WEEK) == []


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_of_a_preview(client, cast, metric, rows, django_assert_num_queries):
    lines = [f"talks,week,2026-0{n + 5}-11,9,16,," for n in range(rows)]
    bring(client, cast, sheet(*lines))
    with inside(cast.team):
        page = cast.url(f"metrics/files/{CountsImport.objects.latest('pk').pk}/")
    with django_assert_num_queries(14):
        client.get(page)


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_of_taking_everything_along(client, cast, metric, rows, django_assert_num_queries):
    for _ in range(rows):
        count_weeks(CoreTeamFactory(collaborative=cast.collaborative), metric, 14)
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(7):
        client.get(cast.url("metrics/files/numbers.csv?team=all"))


def test_the_page_links_to_what_may_be_done(client, cast, metric):
    page = page_of(client, cast, "leader", "metrics/files/")
    assert "Bring numbers in" in page
    assert "without the numbers by group" not in page
    observer = page_of(client, cast, "observer", "metrics/files/?team=all")
    assert "Each center has a code" in observer
    assert "Bring numbers in" not in observer
    for team in (cast.team.pk, "all"):
        page = page_of(client, cast, "implementation", f"metrics/files/?team={team}")
        assert "without the numbers by group" in page


def test_only_those_who_may_take_files_along_see_the_link_to_them(client, cast, metric):
    mine = f"metrics/?team={cast.team.pk}"
    for who, sees in (("leader", True), ("member", False), ("family", False), ("faculty", False),
                      ("implementation", True)):  # fmt: skip
        assert ("metrics/files/" in page_of(client, cast, who, mine)) == sees
    for who, sees in (("observer", True), ("implementation", True), ("faculty", False)):
        page = page_of(client, cast, who, "metrics/overview/")
        assert ("metrics/files/?team=all" in page) == sees
