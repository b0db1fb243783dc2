"""The implementation team's meetings, one module a page."""
