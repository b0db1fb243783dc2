"""Counts as files: a sheet to fill in, reading it back with care, and taking everything out."""
