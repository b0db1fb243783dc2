"""Other words for a series from a day on."""

from datetime import date

from collaboratives.schedule.models import Series
from collaboratives.schedule.patterns import Pattern, say


def write_down(series: Series, pattern: Pattern, first: date, last: date) -> Series:
    """Keep other words beside a series; the same ones from the same day on are kept once.

    They count when its dates lie on their days, see ``reading.words_in_force``.
    """
    row, made = Series.objects.get_or_create(
        collaborative=series.collaborative,
        continues=series,
        pattern=say(pattern),
        starts_on=first,
        defaults={"kind": series.kind, "title": series.title, "ends_on": last},
    )
    if not made and row.ends_on < last:
        row.ends_on = last
        row.save(update_fields=["ends_on"])
    return row
