"""Forms of the set-up."""
