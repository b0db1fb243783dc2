"""Spanish as families in the United States write it: hours go to twelve."""

TIME_FORMAT = "P"
