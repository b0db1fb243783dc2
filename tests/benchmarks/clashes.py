"""How long it takes to find the clashes of a whole calendar in memory.

Run by `make bench`. Beside it stands what asking each person about each event would cost in the
same run: people with the same hats are asked once. The budget is that of the preview of a move.
"""

import os

import django

from tests.benchmarks.runchart import best_ms

SIZES = ((6, 5, 120), (98, 10, 300))
BUDGET_MS = 300


def main() -> None:
    """Measure and print; nothing is asserted, for a busy machine is not a defect."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bsc.settings.check")
    django.setup()
    from collaboratives.enums import Role  # noqa: PLC0415 -- models need settings
    from collaboratives.schedule.clashes import find_clashes  # noqa: PLC0415 -- likewise
    from tests.collaboratives.schedule.clashes import crowds  # noqa: PLC0415 -- likewise

    groups = [
        crowds.group(1, [Role.TEACHER], leads=[10]),
        crowds.group(2, [Role.FAMILY], leads=[11]),
    ]
    for teams, a_team, count in SIZES:
        crowd = crowds.crowd(crowds.everybody(teams, a_team), groups)
        events = crowds.whole_calendar(count, teams)
        print(f"clashes: {len(crowd.people)} people, {count} events")

        def find(crowd=crowd, events=events) -> object:
            return find_clashes(events, crowd=crowd, days_off={}, zone=crowds.NEW_YORK)

        def ask_everybody(crowd=crowd, events=events) -> object:
            return [crowd.concerned_by(event) for event in events]

        took, floor = best_ms(find), best_ms(ask_everybody)
        print(f"  each person, each event       {floor:8.1f} ms")
        print(f"  all clashes                   {took:8.1f} ms  budget {BUDGET_MS} ms")
        print(f"  ratio                         {took / floor:8.3f}")


if __name__ == "__main__":
    main()
