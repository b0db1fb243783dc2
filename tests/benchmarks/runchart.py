"""How long the run charts take: the analysis alone, then with words and drawing.

Run by `make bench`. The floor is the median alone over the same series, by the standard library,
in the same run: the ratio means the same on every machine. The budget for the analysis is 50 ms.
"""

import random
import time
from collections.abc import Callable
from statistics import median

from django.conf import settings

CHARTS, POINTS, BUDGET_MS, REPEATS = 1000, 24, 50, 5


def best_ms(work: Callable[[], object]) -> float:
    """Milliseconds of the fastest of a few repeats, the one least disturbed by other work."""
    times = []
    for _repeat in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def main() -> None:
    """Measure and print; nothing is asserted, for a busy machine is not a defect."""
    if not settings.configured:
        settings.configure(USE_I18N=False)
    from metrics.chart_svg import draw  # noqa: PLC0415 -- texts need settings
    from metrics.chart_words import alternative, describe  # noqa: PLC0415 -- texts need settings
    from metrics.runchart import analyse, usual_baseline  # noqa: PLC0415 -- beside the other two

    chance = random.Random(24)  # noqa: S311 -- a repeatable series, no secret
    series = [[chance.gauss(50, 10) for _point in range(POINTS)] for _chart in range(CHARTS)]
    labels = [str(position) for position in range(POINTS)]

    def drawn(values: list[float]) -> str:
        return draw(analyse(values), labels, title="Benchmark", uid="b", goal=60, unit="%")

    def told_and_drawn(values: list[float]) -> str:
        analysis = analyse(values, baseline=usual_baseline(values))
        words = describe(analysis, labels, unit="%", better="up", goal=60)
        title = alternative("Benchmark", words)
        return draw(analysis, labels, title=title, uid="b", goal=60, unit="%", marks=[3, 9])

    def with_limits(values: list[float]) -> str:
        analysis = analyse(values, chart="i")
        words = describe(analysis, labels, unit="%", better="up", goal=60)
        title = alternative("Benchmark", words)
        return draw(analysis, labels, title=title, uid="b", goal=60, unit="%")

    floor = best_ms(lambda: [median(values) for values in series])
    print(f"run charts: {CHARTS} series of {POINTS} points")
    print(f"  median alone (floor)          {floor:8.1f} ms")
    for name, work, budget in (
        ("analysis", analyse, f"  budget {BUDGET_MS} ms"),
        ("analysis and SVG", drawn, ""),
        ("baseline, words and SVG", told_and_drawn, ""),
        ("the same with limits (I chart)", with_limits, ""),
    ):
        taken = best_ms(lambda work=work: [work(values) for values in series])
        print(f"  {name:<30}{taken:8.1f} ms  {taken / floor:7.1f} x floor{budget}")


if __name__ == "__main__":
    main()
