"""Tests of services run inside their collaborative, as requests do."""

import functools

from bsc.tenancy.doors import inside


def in_scope(cls):
    """Let every test of a class run in the scope of its fixture ``loaded``."""
    for name, test in list(vars(cls).items()):
        if name.startswith("test_"):
            setattr(cls, name, _scoped(test))
    return cls


def _scoped(test):
    @functools.wraps(test)
    def inner(*args, **kwargs):
        with inside(kwargs["loaded"]):
            return test(*args, **kwargs)

    return inner
