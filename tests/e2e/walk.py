"""What every journey does on its way: look at each page it comes to."""

from playwright.sync_api import Page, expect

from tests.e2e.a11y import check_a11y


def look(page: Page) -> None:
    """Hold the page to what every page must be: a visible heading, nothing that axe finds."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    check_a11y(page)


def glance(page: Page) -> None:
    """As ``look``, where JavaScript is off and axe cannot run."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def visit(page: Page, address: str, check=look) -> None:
    """Open an address, which must be there, and look at the page."""
    answer = page.goto(address)
    assert answer.ok, f"{address} answered {answer.status}"
    check(page)


def arrive(page: Page, address: str, check=look) -> None:
    """Wait until the browser is at an address (a glob), and look at the page."""
    page.wait_for_url(address)
    check(page)


def from_menu(page: Page, label: str, check=look) -> None:
    """Follow an entry of the main menu, on a phone maybe under "More"; look at what comes."""
    menu = page.get_by_role("navigation", name="Main")
    entry = menu.get_by_role("link", name=label, exact=True)
    if not entry.is_visible():
        menu.locator("summary").click()
    address = entry.get_attribute("href")
    entry.click()
    arrive(page, f"**{address}", check)
