"""The components in a real browser: three widths, with and without errors, forced colours, hiding."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import overflow, violations
from tests.ui import sample

pytestmark = pytest.mark.browser
WIDTHS = (320, 768, 1280)
SPACED = """* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}
p {margin-bottom: 2em !important}"""
PRESSED = (
    "a.button, button, .call, .hide-screen, .filters a, .mainmenu a, .languages a, .form-group-radio, "
    ".form-group-checkbox, .form-input, .form-select, summary, .back-link, .function-link, .footer-links a"
)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    pages = {
        "/sample": sample.html("sample.html", sample.SampleForm()),
        "/errors": sample.html("sample.html", sample.SampleForm({})),
        "/question": sample.html("question.html", sample.QuestionForm({"suspect": "home"})),
        "/question-error": sample.html("question.html", sample.QuestionForm({})),
        "/norsk": sample.html("sample.html", sample.SampleForm({}), "nb"),
        "/send": sample.html("send.html", sample.SendForm()),
        "/skjul/": "<!doctype html><title>Pause</title>",
    }
    with sample.served(pages) as url:
        yield url


@pytest.fixture
def view(browser: Browser) -> Iterator:
    contexts = []

    def opened(width: int = 1280, **more) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, **more)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/sample", "/errors", "/question", "/question-error", "/norsk"])
def test_axe_finds_nothing_and_nobody_scrolls_sideways(site, view, path, width):
    page = view(width)
    page.goto(site + path)
    assert (violations(page), overflow(page), page.complaints) == ([], 0, [])


def test_a_wider_text_spacing_cuts_nothing(site, view):
    page = view(320)
    page.goto(site + "/question-error")
    page.evaluate(
        """rules => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules);
        document.adoptedStyleSheets = [sheet]; }""",
        SPACED,
    )
    assert overflow(page) == 0


def test_what_is_pressed_on_a_phone_is_large_enough(site, view):
    page = view(390)
    page.goto(site + "/sample")
    small = page.evaluate(
        """selector => [...document.querySelectorAll(selector)]
        .filter(e => e.offsetParent && !e.closest('dialog') && e.getBoundingClientRect().height < 43.5)
        .map(e => e.outerHTML.slice(0, 90))""",
        PRESSED,
    )
    assert small == []


def test_a_chosen_radio_is_seen_in_forced_colours(site, view):
    page = view(forced_colors="active")
    page.goto(site + "/question")
    chosen, other = page.locator(".form-group-radio").nth(0), page.locator(".form-group-radio").nth(1)
    dot = chosen.evaluate("e => getComputedStyle(e.querySelector('label'), '::after').backgroundColor")
    ground = chosen.evaluate("e => getComputedStyle(e.querySelector('label'), '::before').backgroundColor")
    assert dot != ground
    assert other.evaluate("e => getComputedStyle(e.querySelector('label'), '::after').content") == "none"


def test_nothing_moves_for_who_asked_for_that(site, view):
    page = view(reduced_motion="reduce")
    page.goto(site + "/sample")
    slow = page.evaluate(
        """() => [...document.querySelectorAll('*')]
        .filter(e => parseFloat(getComputedStyle(e).transitionDuration) > .001).length"""
    )
    assert slow == 0


def test_focus_goes_to_the_summary_and_its_link_into_the_field(site, view):
    page = view()
    page.goto(site + "/errors")
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.click("a[href='#id_topics_0']")
    assert page.evaluate("document.activeElement.id") == "id_topics_0"


def test_three_shifts_hide_the_screen_and_two_do_not(site, view):
    page = view()
    page.goto(site + "/sample")
    for key in ("Shift", "Shift", "a", "Shift", "Shift"):
        page.keyboard.press(key)
    assert page.url == site + "/sample"
    page.keyboard.press("Shift")
    page.wait_for_url(site + "/skjul/")
    assert page.title() == "Pause"


def test_without_script_the_hide_link_leads_to_the_same_page(site, view):
    page = view(java_script_enabled=False)
    page.goto(site + "/question")
    page.click(".hide-screen")
    assert page.url == site + "/skjul/"


def test_characters_are_counted_as_the_server_counts_them(site, view):
    page = view()
    page.goto(site + "/sample")
    page.fill("#id_story", "a\nb")
    assert page.inner_text("#id_story_limit") == "196 tegn tilbage"


def test_on_a_phone_the_first_number_is_seen_without_scrolling(site, view):
    page = view(390)
    page.goto(site + "/sample")
    box = page.locator("a[href='tel:112']").first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 800


def test_the_first_view_is_light(site, view):
    page = view()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + "/sample", wait_until="networkidle")
    assert len(asked) <= 12, asked


def test_a_deadline_moves_on_and_turns_late_by_itself(site, view):
    page = view()
    page.clock.install(time="2026-11-24T08:00:00Z")
    page.goto(site + "/sample")
    page.clock.fast_forward("01:00")
    badges = page.locator("[data-deadline]")
    assert badges.nth(2).inner_text().strip() == "Haster: 2 t 56 min tilbage"
    assert page.title().startswith("(2 haster) Prøveside")
    page.clock.fast_forward("03:29:30")
    assert [text.strip() for text in badges.all_inner_texts()][2] == "Overskredet 32 min"
    assert "badge-error" in badges.nth(2).get_attribute("class")


def test_a_warning_comes_before_the_session_ends_and_can_be_answered(site, view):
    page = view()
    page.clock.install()
    page.goto(site + "/sample")
    page.clock.fast_forward("14:00")
    assert not page.locator("[data-session-warning]").is_visible()
    page.clock.fast_forward("01:30")
    assert page.locator("[data-still-in]").is_visible()
    page.clock.fast_forward("06:00")
    assert page.locator("[data-logged-off]").is_visible()


def test_without_a_connection_the_page_stays_and_says_that_nothing_was_sent(site, view):
    page = view()
    page.goto(site + "/send")
    page.context.set_offline(True)
    page.click("text=Send underretning")
    page.locator("[data-offline]").wait_for(state="visible")
    assert "Underretningen er ikke sendt." in page.inner_text("[data-offline]")
    assert page.url == site + "/send"
    page.context.set_offline(False)
    page.click("text=Send underretning")
    page.wait_for_url(site + "/skjul/")


def test_a_form_is_sent_once_however_often_the_button_is_pressed(site, view):
    page = view()
    page.goto(site + "/question")
    sent = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    # an answer without a page: the form stays where it is
    page.route("**/question", lambda route: route.fulfill(status=204))
    button = page.locator("main form .button-primary")
    button.click()
    button.click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert sent == ["POST"]
