"""Downloading a report, and reading what its PDF says."""

from io import BytesIO

from pypdf import PdfReader


def reader_of(report):
    with report.file.file.open("rb") as file:
        return PdfReader(BytesIO(file.read()))


def text_of(report):
    """The words of all pages, in reading order and without line breaks."""
    return " ".join(" ".join(page.extract_text().split()) for page in reader_of(report).pages)


def tags(element):
    """Every element of a PDF's structure tree."""
    element = element.get_object()
    if not hasattr(element, "get"):
        return
    yield element
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        if hasattr(child, "get_object"):
            yield from tags(child)


def figures(reader):
    """The drawings of a PDF with what stands for them."""
    root = reader.trailer["/Root"]["/StructTreeRoot"]
    return [tag["/Alt"] for tag in tags(root) if tag.get("/S") == "/Figure"]


def status_of_file(client, cast, who, report):
    """The status of a download, which is read to its end so that the file is closed."""
    answer = cast.sign_in(client, who).get(cast.url(f"reports/{report.pk}/"))
    if answer.streaming:
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
    return answer.status_code
