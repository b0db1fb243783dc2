"""The style guide in a real browser: axe, reflow, and what app.js adds."""

import pytest

from tests.e2e.a11y import check_a11y

pytestmark = pytest.mark.e2e


@pytest.fixture(autouse=True)
def _shown(settings):
    settings.BSC_STYLEGUIDE = True


@pytest.fixture
def guide(page):
    page.goto("/styleguide/")
    return page


@pytest.mark.parametrize("width", (320, 375, 1280))
@pytest.mark.parametrize("locale", ("en-US", "es-US"))
def test_axe_finds_nothing(new_page, width, locale):
    page = new_page(width, locale=locale)
    page.goto("/styleguide/")
    check_a11y(page)


def test_without_a_script_nothing_is_lost(new_page):
    page = new_page(javascript=False)
    page.goto("/styleguide/")
    opener = page.locator("[data-dialog=cancel-invitation]")
    opener.locator("summary").click()
    assert opener.get_by_role("button", name="Cancel it").is_visible()
    assert not page.get_by_role("button", name="Copy the code").is_visible()


def test_a_dialog_opens_as_a_window_and_gives_the_focus_back(guide):
    guide.get_by_text("Cancel invitation", exact=True).click()
    dialog = guide.get_by_role("dialog", name="Cancel this invitation?")
    assert dialog.evaluate("dialog => dialog.matches(':modal')")
    check_a11y(guide)
    dialog.get_by_role("button", name="Close").click()
    assert not dialog.is_visible()
    assert guide.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_second_button_opens_the_same_dialog(guide):
    guide.get_by_role("button", name="Open the dialog from here").click()
    assert guide.get_by_role("dialog").is_visible()
    guide.keyboard.press("Escape")
    assert not guide.get_by_role("dialog").is_visible()


def test_copying_says_so(guide):
    guide.get_by_role("button", name="Copy the code").click()
    guide.locator("#messages", has_text="Copied").wait_for()


def test_the_rest_of_the_menu_opens_and_closes(guide):
    menu = guide.get_by_role("navigation", name="Main")
    assert not menu.get_by_role("link", name="Library").is_visible()
    menu.get_by_text("More").click()
    assert menu.get_by_role("link", name="Library").is_visible()
    check_a11y(guide)
    guide.keyboard.press("Escape")
    assert not menu.get_by_role("link", name="Library").is_visible()


def test_a_form_is_sent_once(guide):
    sent = []
    guide.route("**/styleguide/", lambda route: sent.append(route))  # noqa: PLW0108 -- no builtin
    form = guide.locator("form[data-once]").first
    form.evaluate("form => { form.requestSubmit(); form.requestSubmit(); }")
    guide.wait_for_timeout(200)
    assert len(sent) == 1
    sent[0].abort()


def test_an_error_summary_takes_the_focus(guide):
    assert guide.evaluate("document.activeElement.classList.contains('error-summary')")


def test_messages_of_an_htmx_answer_are_shown(guide):
    guide.evaluate(
        """() => document.body.dispatchEvent(new CustomEvent('messages', {
            bubbles: true, detail: {items: [{level: 'success', text: 'Saved for the team'}]}}))"""
    )
    assert guide.get_by_role("status").first.inner_text() == "Saved for the team"


def test_autosave_says_what_happened(guide):
    sent = []

    def answer(route):
        sent.append(route.request.method)
        route.fulfill(status=204)

    guide.route("**/styleguide/", answer)
    form = guide.locator("form[data-autosave]")
    field = form.get_by_label("First name")
    field.fill("Ana")
    field.blur()
    form.get_by_role("status").get_by_text("Saved").wait_for()
    assert sent == ["POST"]


def test_the_language_switch_keeps_the_page(guide):
    guide.get_by_role("button", name="Español").click()
    guide.wait_for_url("**/styleguide/")
    assert guide.locator("html").get_attribute("lang") == "es"


def test_print_fits_letter_and_leaves_the_navigation_out(guide):
    guide.emulate_media(media="print")
    assert not guide.get_by_role("navigation", name="Main").is_visible()
    assert guide.get_by_role("heading", level=1).is_visible()
    assert guide.pdf(format="Letter").startswith(b"%PDF")
