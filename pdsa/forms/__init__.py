"""The forms of a test: ``steps`` (what they share), ``plan``, ``finish``, ``talk``, ``lists``."""
