"""Sending a stored file to somebody whose right to it the view has checked."""

from django.http import FileResponse

from bsc.files.models import StoredFile


def send(stored: StoredFile, *, thumbnail: bool = False, download: bool = False) -> FileResponse:
    """Return the file for this reader alone: private, never sniffed, named."""
    source = stored.thumbnail if thumbnail and stored.thumbnail else stored.file
    response = FileResponse(
        source.open("rb"),
        as_attachment=download,
        filename=stored.name,
        content_type=stored.content_type,
    )
    response["Cache-Control"] = "private, max-age=86400"
    response["X-Content-Type-Options"] = "nosniff"
    return response
