"""Rows of calls: their words, all their dates, and what is done to one date and all that follow."""
