"""Days on which nobody works: public holidays, and the collaborative's own closed days."""

from datetime import date

import holidays

from collaboratives.models import Collaborative


def named_days_off(collaborative: Collaborative) -> dict[date, str]:
    """Return the days off with their names, two years around the collaborative's own.

    Public holidays are those of its country and subdivision; a closed day of its own that falls
    on one keeps the collaborative's name for it.
    """
    years = range(collaborative.starts_on.year - 2, collaborative.ends_on.year + 3)
    found = holidays.country_holidays(
        collaborative.holiday_country,
        subdiv=collaborative.holiday_subdivision or None,
        years=years,
    )
    days = {day: str(name) for day, name in found.items()}
    for closed in collaborative.closed_days:
        days[date.fromisoformat(closed["on"])] = closed["name"]
    return days
