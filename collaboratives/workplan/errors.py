"""What can go wrong when several people change the plan."""

from collections.abc import Iterable


class ChangedMeanwhileError(Exception):
    """Somebody else changed it after this writer looked; ``names`` says what, for a person."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = list(names)
        super().__init__(", ".join(self.names))
