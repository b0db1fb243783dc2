"""What every page must hold in a real browser, beyond what the view tests see."""

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What passed would be carried over node by node, which takes longer than looking.
    "resultTypes": ["violations"],
}
VIOLATIONS = "async rules => (await axe.run(rules)).violations"
# axe lets a control of any height pass; WCAG 2.2 asks for 24 px.
SMALL_CONTROLS = """() => [...document.querySelectorAll(
    'button, input:not([type=hidden]), select, textarea, summary, [role=button]')]
  .filter(e => e.checkVisibility() && !e.closest('label') && e.getBoundingClientRect().height < 24)
  .map(e => e.outerHTML.slice(0, 90))"""


def check_a11y(page: Page) -> None:
    """Fail on any axe violation, on sideways scrolling and on controls under 24 px."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = AxeResults({"violations": page.evaluate(VIOLATIONS, RULES)})
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    width = page.viewport_size["width"]
    needed = page.evaluate("document.documentElement.scrollWidth")
    assert needed <= width, f"{page.url} needs {needed} px where {width} px are there"
    small = page.evaluate(SMALL_CONTROLS)
    assert small == [], f"{page.url} has controls under 24 px: {small}"
