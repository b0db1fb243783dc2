"""How long pages take on the large demonstration: server time, from request to written answer.

Run by `make bench`, or with the pages to measure as arguments ("pdsa/ metrics/overview/"). The
large collaborative (160 centers, 18 months, 8 measures, 4,000 cycles) is made once, in a folder of
its own. The floor is the same page for the same person in the ordinary story, in the same run; the
budget is 100 ms.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = CHECKOUT / ".bsc" / "large"
SMALL, LARGE = "growing-together", "high-plains-together"
REPEATS, BUDGET_MS = 5, 100

# The person behind the sign-in link, and the pages they open.
PAGES = {
    "hana-whitcomb": (
        "home/", "pdsa/", "pdsa/?words=family+door", "metrics/overview/", "coach/", "people/",
        "framework/", "explore/", "reports/", "calendar/", "board/",
    ),
    "tomas-arriaga": ("home/", "coach/", "pdsa/", "metrics/overview/"),
    "keisha-hammond": (
        "home/", "pdsa/", "pdsa/?from=others", "metrics/", "metrics/weeks/", "metrics/overview/",
    ),
    "marisol-quinones": ("home/", "pdsa/", "metrics/"),
    "grace-hollister": ("home/", "pdsa/", "metrics/overview/"),
}  # fmt: skip


def main() -> None:
    """Measure and print; nothing is asserted, for a busy machine is not a defect."""
    with large_demonstration():
        _measure(sys.argv[1:])


@contextmanager
def large_demonstration() -> Iterator[None]:
    """Make the large demonstration where it is missing, and set Django up on its database."""
    from bsc.embedded import server  # noqa: PLC0415 -- the server comes before the settings

    environment = os.environ | {"BSC_DATA": str(DATA)}
    subprocess.run(
        [sys.executable, "manage.py", "demo", "--size", "large", "--no-serve"],
        cwd=CHECKOUT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    running = server.start(DATA / "postgres")
    os.environ |= {
        "BSC_DATA": str(DATA),
        "DATABASE_URL": running.url(),
        "DJANGO_SETTINGS_MODULE": "bsc.settings.embedded",
    }
    try:
        django.setup()
        yield
    finally:
        running.stop()


def _measure(wanted: list[str]) -> None:
    from django.test import Client  # noqa: PLC0415 -- as in main

    from bsc.accounts.models import User  # noqa: PLC0415 -- as in main
    from bsc.embedded.load.story import public_id_of  # noqa: PLC0415 -- as in main

    print(f"{'page':<28}{'person':<18}{'small ms':>10}{'large ms':>10}{'ratio':>7}")
    for person, pages in PAGES.items():
        client = Client(SERVER_NAME="localhost")
        client.force_login(User.objects.get(public_id=public_id_of(person)))
        for page in wanted or pages:
            floor = time_page(client, f"/c/{SMALL}/{page}")
            taken = time_page(client, f"/c/{LARGE}/{page}")
            over = "  OVER" if taken > BUDGET_MS else ""
            print(f"{page:<28}{person:<18}{floor:>10.0f}{taken:>10.0f}{taken / floor:>7.1f}{over}")
    print(f"budget {BUDGET_MS} ms")


def time_page(client: object, address: str) -> float:
    """Milliseconds of the fastest of a few requests."""
    answer = client.get(address)  # type: ignore[attr-defined]
    if answer.status_code != 200:
        print(f"{address} answered {answer.status_code}")
    times = []
    for _repeat in range(REPEATS):
        start = time.perf_counter()
        client.get(address)  # type: ignore[attr-defined]
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


if __name__ == "__main__":
    main()
