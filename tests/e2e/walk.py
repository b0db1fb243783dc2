"""What every journey does on its way: look at each page it comes to."""

from playwright.sync_api import Page, Response, expect

from tests.e2e.a11y import check_a11y


def look(page: Page) -> None:
    """Hold the page to what every page must be: a visible heading, nothing that axe finds."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    check_a11y(page)


def visit(page: Page, address: str) -> Response | None:
    """Open an address and look at the page; it must be there."""
    answer = page.goto(address)
    assert answer is None or answer.ok, f"{address} answered {answer.status}"
    look(page)
    return answer


def press(page: Page, name: str, *, role: str = "button", then: str = "") -> None:
    """Press a button (or follow a link) by its name; look at the page at the ``then`` address."""
    page.get_by_role(role, name=name, exact=True).first.click()
    if then:
        page.wait_for_url(then)
        look(page)


def from_menu(page: Page, label: str) -> None:
    """Follow an entry of the main menu, on a phone maybe under "More"; look at what comes."""
    menu = page.get_by_role("navigation", name="Main")
    entry = menu.get_by_role("link", name=label, exact=True)
    if not entry.is_visible():
        menu.locator("summary").click()
    address = entry.get_attribute("href")
    entry.click()
    page.wait_for_url(f"**{address}")
    look(page)
