import pytest

from bsc.notifications import registry


@pytest.fixture
def kinds(monkeypatch):
    """An empty registry for this test."""
    monkeypatch.setattr(registry, "_kinds", {})
    return registry.reminder_kind


@pytest.fixture
def calls_to_make(kinds):
    """Registers ``test.kind``; whatever the test adds to the set makes it unneeded."""
    reasons = []

    @kinds("test.kind", reason_to_skip=lambda reminder: reasons[0] if reasons else None)
    def build(reminder):
        return registry.Mail(
            "notice", {"thing": reminder.subject}, "María, Sunny Days", "maria@example.org"
        )

    return reasons
