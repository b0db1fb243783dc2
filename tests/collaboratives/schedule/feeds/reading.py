"""Reading calendar files with two parsers that share no code: icalendar and vobject."""

import icalendar
import vobject


def entries(written):
    """Return the entries of a file by their lasting name, as icalendar reads them."""
    calendar = icalendar.Calendar.from_ical(written)
    assert calendar.errors == []
    found = {}
    for entry in calendar.walk("VEVENT"):
        assert entry.errors == []
        assert str(entry["UID"]) not in found
        found[str(entry["UID"])] = entry
    return found


def entries_elsewhere(written):
    """Return the same from vobject, which also says whether all that must stand there does."""
    calendar = vobject.readOne(written.decode("utf-8"))
    calendar.validate(raiseException=True)
    return {entry.uid.value: entry for entry in getattr(calendar, "vevent_list", [])}


def compare(written):
    """Hold that both read the same; return what icalendar read."""
    one, other = entries(written), entries_elsewhere(written)
    assert one.keys() == other.keys()
    for name, entry in one.items():
        told = other[name]
        assert entry["DTSTART"].dt == told.dtstart.value
        assert entry["DTEND"].dt == told.dtend.value
        assert str(entry["SUMMARY"]) == told.summary.value
        assert str(entry["DESCRIPTION"]) == told.description.value
        assert int(entry["SEQUENCE"]) == int(told.sequence.value)
    return one


def unfolded(written):
    """Return the lines of a file; every one in it is at most 75 octets and ends in CRLF."""
    lines = written.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode("utf-8")  # a sign is never torn apart
    return written.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")
