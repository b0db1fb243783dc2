"""Writing agendas: ``outline`` (the whole day) and ``items``.

Every change locks the agenda's row, so that two writers take turns.
"""

from learning_sessions.services.outline import load_agenda, read_outline

__all__ = ["load_agenda", "read_outline"]
