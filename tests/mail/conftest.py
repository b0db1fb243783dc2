import pytest

from tests.mail.smtp import running_smtp_server


@pytest.fixture
def smtp(settings):
    """A running mail server that the outbox hands over to."""
    with running_smtp_server() as inbox:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", inbox.port
        yield inbox
