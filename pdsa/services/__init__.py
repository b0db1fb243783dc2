"""Writing tests of change: ``cycles`` (plan, do, study, act), ``comments``, ``photos``."""
