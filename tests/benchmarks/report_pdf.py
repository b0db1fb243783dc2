"""How long a team's monthly report takes, beside WeasyPrint alone for the same HTML.

Run by `make bench`. Reading the numbers, analysing, drawing and filling in the page may add at
most 30 % to what WeasyPrint needs in the same run; memory is measured over many reports, for a
font configuration too many would show there.
"""

import datetime as dt
import gc
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

import django

CHECKOUT = Path(__file__).resolve().parents[2]
REPORTS, REPEATS, BUDGET = 24, 15, 1.3
MONTH = dt.date(2026, 8, 1)


def best_ms(*works: Callable[[], object]) -> list[float]:
    """Milliseconds of the fastest of a few repeats of each, taken in turn on a machine that may
    be busy with something else now and then."""
    times: list[list[float]] = [[] for _work in works]
    for _repeat in range(REPEATS):
        for work, taken in zip(works, times, strict=True):
            gc.collect()  # nobody pays for what the one before left
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return [1000 * min(taken) for taken in times]


def memory_mb() -> float:
    """The most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


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
    from django_scopes import scope  # noqa: PLC0415 -- as in main

    from bsc.reports.pdf import html_of, pdf_of  # noqa: PLC0415 -- as in main
    from bsc.reports.services import content_of  # noqa: PLC0415 -- as in main
    from tests.factories import CoreTeamFactory  # noqa: PLC0415 -- as in main
    from tests.factories.metrics import MetricFactory, ValueFactory  # noqa: PLC0415 -- as in main

    team = CoreTeamFactory()
    for metric in MetricFactory.create_batch(4, collaborative=team.collaborative):
        for week in range(34):
            start = dt.date(2026, 1, 5) + dt.timedelta(weeks=week)
            ValueFactory(team=team, metric=metric, period_start=start, numerator=5 + week % 7)
    collaborative = team.collaborative

    def page() -> str:
        content = content_of(collaborative, team, MONTH)
        return html_of(content, revision=1, made_on=MONTH)

    with scope(collaborative=collaborative, organization=collaborative.organization):
        html = page()
        pdf_of(html)
        floor, whole = best_ms(lambda: pdf_of(html), lambda: pdf_of(page()))
        before = memory_mb()
        for _report in range(REPORTS):
            pdf_of(page())
    print("monthly report: a team with 4 measures of 34 weeks")
    print(f"  WeasyPrint alone (floor)  {floor:8.1f} ms")
    print(
        f"  the whole report          {whole:8.1f} ms  {whole / floor:6.2f} x floor  budget {BUDGET}"
    )
    print(f"  memory over {REPORTS} more        {memory_mb() - before:8.1f} MB")


if __name__ == "__main__":
    main()
