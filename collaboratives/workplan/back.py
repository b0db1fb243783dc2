"""Where a small deed leads back to: the page that it was done on, inside the same collaborative."""

from urllib.parse import urlsplit

from collaboratives.http import CollaborativeRequest, url_in

NEXT = "next"


def inside(request: CollaborativeRequest, address: str) -> str:
    """Return an address if it is a path of this collaborative, else "": never another site's."""
    root = url_in(request.collaborative, "home:home").removesuffix("home/")
    parts = urlsplit(address)
    is_path = not parts.scheme and not parts.netloc and "\\" not in address
    return address if is_path and parts.path.startswith(root) and ".." not in parts.path else ""


def back_to(request: CollaborativeRequest, otherwise: str) -> str:
    """Return the page named by ``next`` in the query string, or the usual one."""
    return inside(request, request.GET.get(NEXT, "")) or otherwise
