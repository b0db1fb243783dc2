"""What a driver diagram shows, and what is written on it: plain texts and addresses."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """A text with the page it leads to; ``lang`` is set where it is not the page's language."""

    text: str
    url: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Driver:
    """A secondary driver with what stands beside it.

    ``count`` is how many tests were made under it; None means that tests are not shown at all.
    """

    number: str
    label: Label
    count: int | None = None
    count_url: str = ""
    measures: Sequence[Label] = ()
    ideas: Sequence[Label] = ()


@dataclass(frozen=True)
class Group:
    """A primary driver with those below it."""

    number: str
    label: Label
    drivers: Sequence[Driver] = ()

    @property
    def count(self) -> int | None:
        """Return how many tests all its drivers have together, None where tests are not shown."""
        counts = [driver.count for driver in self.drivers if driver.count is not None]
        return sum(counts) if counts else None

    @property
    def untried(self) -> int:
        """Return under how many of its drivers nobody has tried anything."""
        return sum(driver.count == 0 for driver in self.drivers)


@dataclass(frozen=True)
class Picture:
    """The whole framework as it is drawn."""

    aims: Sequence[Label] = ()
    groups: Sequence[Group] = ()

    @property
    def drivers(self) -> list[Driver]:
        """Return the secondary drivers in their order."""
        return [driver for group in self.groups for driver in group.drivers]

    @property
    def has_counts(self) -> bool:
        """Whether tests are shown."""
        return any(driver.count is not None for driver in self.drivers)

    @property
    def most(self) -> int:
        """Return the largest count, at least 1: the full length of a bar."""
        return max([1, *(driver.count or 0 for driver in self.drivers)])

    @property
    def has_ideas(self) -> bool:
        """Whether ideas are unfolded."""
        return any(driver.ideas for driver in self.drivers)


@dataclass(frozen=True)
class Words:
    """What is written on the diagram in the reader's language: name, description, heads.

    ``nobody`` stands where a driver has no test.
    """

    title: str
    description: str
    aims: str
    primary: str
    secondary: str
    tests: str = ""
    nobody: str = ""
    ideas: str = ""
