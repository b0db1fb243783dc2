"""Moving dates: what is asked, what it would do, doing it."""
