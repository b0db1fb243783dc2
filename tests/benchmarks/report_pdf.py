"""How long a team's monthly report takes, beside WeasyPrint alone for the same HTML.

Run by `make bench`. Reading the numbers, analysing, drawing and filling in the page may add at
most 30 % to what WeasyPrint needs in the same run. Memory is measured over one report of each of
160 teams, and beside it what WeasyPrint alone needs for as many; a font configuration too many
would show there.
"""

import datetime as dt
import gc
import os
import time
from collections.abc import Callable
from pathlib import Path

import django

CHECKOUT = Path(__file__).resolve().parents[2]
TEAMS, MEASURES, WEEKS, TESTS, REPEATS, BUDGET = 160, 4, 34, 3, 25, 1.3
MONTH = dt.date(2026, 8, 1)
FIRST_WEEK = dt.date(2026, 1, 5)


def best_ms(*works: Callable[[], object]) -> list[tuple[float, float]]:
    """Milliseconds of the fastest of a few repeats of each, by the clock and of this process.

    Taken in turn on a machine that may be busy with something else now and then. The time of the
    process leaves out what the database needs, and waiting for it while others are busy.
    """
    times: list[list[tuple[float, float]]] = [[] for _work in works]
    for _repeat in range(REPEATS):
        for work, taken in zip(works, times, strict=True):
            gc.collect()  # nobody pays for what the one before left
            clock, cpu = time.perf_counter(), time.process_time()
            work()
            taken.append((time.perf_counter() - clock, time.process_time() - cpu))
    return [
        (1000 * min(one[0] for one in taken), 1000 * min(one[1] for one in taken))
        for taken in times
    ]


def memory_mb() -> float:
    """What this process holds now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def main() -> None:
    """Measure and print; nothing is asserted, for a busy machine is not a defect."""
    from bsc.embedded import server  # noqa: PLC0415 -- the server comes before the settings

    running = server.start(CHECKOUT / ".bsc" / "test-postgres")
    os.environ["DATABASE_URL"] = running.url()
    os.environ["BSC_TEST_RUN"] = str(os.getpid())
    os.environ["DJANGO_SETTINGS_MODULE"] = "bsc.settings.test"
    try:
        django.setup()
        _measure()
    finally:
        running.stop()


def _measure() -> None:
    from django.test.utils import (  # noqa: PLC0415 -- as in main
        setup_databases,
        setup_test_environment,
        teardown_databases,
    )
    from django_scopes import scopes_disabled  # noqa: PLC0415 -- as in main

    setup_test_environment()
    with scopes_disabled():
        databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        _compare()
    finally:
        teardown_databases(databases, verbosity=0)


def _compare() -> None:
    from django_scopes import scope, scopes_disabled  # noqa: PLC0415 -- as in main

    from bsc.reports.pdf import Printed, html_of, pdf_of  # noqa: PLC0415 -- as in main
    from bsc.reports.speaking import content_of  # noqa: PLC0415 -- as in main

    with scopes_disabled():
        teams = _world()
    collaborative = teams[0].collaborative
    printed = Printed("en", "letter", revision=1, made_on=MONTH)

    def page(team) -> str:
        return html_of(content_of(collaborative, team, MONTH, "en"), printed)

    with scope(collaborative=collaborative, organization=collaborative.organization):
        html = page(teams[0])
        for _report in range(5):
            pdf_of(html)
        floor, whole = best_ms(lambda: pdf_of(html), lambda: pdf_of(page(teams[0])))
        start = memory_mb()
        for _report in teams:
            pdf_of(html)
        alone = memory_mb()
        began = time.perf_counter()
        for number, team in enumerate(teams, 1):
            pdf_of(page(team))
            if number == TEAMS // 2:
                half = memory_mb()
        seconds, after = time.perf_counter() - began, memory_mb()
        began = time.perf_counter()
        whole_html = page(None)
        composed = time.perf_counter() - began
        pdf_of(whole_html)
        of_all = time.perf_counter() - began
    print(f"monthly report: a team with {MEASURES} measures of {WEEKS} weeks and {TESTS} tests")
    for name, which in (("by the clock", 0), ("of the process", 1)):
        alone_ms, whole_ms = floor[which], whole[which]
        print(f"  WeasyPrint alone (floor)  {alone_ms:8.1f} ms {name}")
        times = whole_ms / alone_ms
        print(
            f"  the whole report          {whole_ms:8.1f} ms  {times:6.2f} x floor  budget {BUDGET}"
        )
    print(f"{TEAMS} of them, one for each team: {seconds:.1f} s in one process")
    print(f"  memory before             {start:8.1f} MB")
    print(f"  WeasyPrint alone (floor)  {alone - start:+8.1f} MB")
    print(f"  reports, first half       {half - alone:+8.1f} MB")
    print(f"  reports, second half      {after - half:+8.1f} MB")
    print(f"the collaborative's report of {TEAMS} teams: {of_all:.1f} s")
    print(f"  of it WeasyPrint (floor)  {of_all - composed:8.1f} s")


def _world():
    """Make a collaborative of many teams that count every week and try something."""
    from metrics.models import Value  # noqa: PLC0415 -- as in main
    from tests.factories import (  # noqa: PLC0415 -- as in main
        CollaborativeFactory,
        CoreTeamFactory,
        MembershipFactory,
    )
    from tests.factories.metrics import MetricFactory, ValueFactory  # noqa: PLC0415 -- as in main
    from tests.factories.pdsa import CycleFactory, RampFactory  # noqa: PLC0415 -- as in main

    collaborative = CollaborativeFactory()
    member = MembershipFactory(collaborative=collaborative)
    teams = CoreTeamFactory.create_batch(TEAMS, collaborative=collaborative)
    for metric in MetricFactory.create_batch(MEASURES, collaborative=collaborative):
        definition = metric.definitions.get()
        Value.objects.bulk_create(
            ValueFactory.build(
                team=team,
                metric=metric,
                definition=definition,
                collaborative=collaborative,
                period_start=FIRST_WEEK + dt.timedelta(weeks=week),
                numerator=5 + (week + number) % 7,
            )
            for number, team in enumerate(teams)
            for week in range(WEEKS)
        )
    for team in teams:
        for number in range(TESTS):
            CycleFactory(
                ramp=RampFactory(team=team, idea=f"Idea {number}"),
                started_by=member,
                starts_on=MONTH + dt.timedelta(days=3 * number),
                what_we_learned="Seven of nine families answered within a week.",
            )
    return teams


if __name__ == "__main__":
    main()
