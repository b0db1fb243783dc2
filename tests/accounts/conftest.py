import pytest
from django.test import Client


@pytest.fixture
def client_class():
    return Client


@pytest.fixture
def client_elsewhere():
    """A second browser."""
    return Client()
