"""Cells for spreadsheets."""


def safe_cell(text: str) -> str:
    """Return the text so that no spreadsheet program takes what a person typed for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
