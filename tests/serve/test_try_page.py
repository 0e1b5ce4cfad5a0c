import re
from importlib.resources import files

import pytest

from zerotohero.serve.page import FILES


def test_describe_says_what_to_draw(serve, drawing_run, table_run):
    page = serve(drawing_run)("POST", "describe", {})[2]
    assert (page["page"], page["classes"], page["title"]) == ("pad", ["-", "I"], "nearest class mean")
    form = serve(table_run)("POST", "describe", {})[2]
    assert form["page"] == "form" and [f["name"] for f in form["fields"]] == ["weight", "colour", "born", "remark"]


def test_a_row_is_answered(serve, table_run):
    status, _, said = serve(table_run)("POST", "predict", {"row": {"weight": 1}})
    assert status == 200 and said["prediction"] == "light" and len(said["neighbours"]) == 3


def test_the_pages_files_name_no_outside_address_and_no_inline_code():
    room = files("zerotohero.web")
    for name in ("try.html", *FILES):
        text = (room / name).read_text(encoding="utf-8")
        assert not re.search(
            r"(https?:)?//\w+\.\w|innerHTML|insertAdjacentHTML|document\.write|eval\(| style=| on\w+=\"", text
        ), name


@pytest.mark.parametrize("name", FILES)
def test_scripts_stay_readable(name):
    assert len((files("zerotohero.web") / name).read_text(encoding="utf-8").splitlines()) <= 200


def test_every_script_that_is_imported_is_served():
    room = files("zerotohero.web")
    wanted = {
        m for name in FILES for m in re.findall(r'from "\./(\w+\.js)"', (room / name).read_text(encoding="utf-8"))
    }
    assert wanted and wanted <= set(FILES)


# In a browser.


def draw(browser, *points):
    """Drag the mouse over the pad, points as shares of its sides."""
    left, top, side = browser.js(
        "(r => [r.left, r.top, r.width])(document.getElementById('canvas').getBoundingClientRect())"
    )
    at = [(left + x * side, top + y * side) for x, y in points]
    browser.mouse("mousePressed", *at[0])
    for x, y in at[1:]:
        browser.mouse("mouseMoved", x, y)
    browser.mouse("mouseReleased", *at[-1])


ANSWER = "document.getElementById('prediction').textContent"


def test_in_a_browser_a_drawing_is_answered_while_it_is_drawn(browser, serve, drawing_run):
    url = serve(drawing_run).server.url
    browser.open(url)
    browser.until("!document.getElementById('main').hidden")
    assert browser.js("document.querySelector('h1').textContent") == "Draw a letter. It answers while you draw."
    draw(browser, (0.7, 0.1), (0.7, 0.3), (0.71, 0.55))
    browser.until(f"{ANSWER} === 'I'")
    assert browser.js("[...document.querySelectorAll('#bars th')].map(t => t.textContent)") == ["-", "I"]
    assert browser.js("document.querySelector('#bars .best th').textContent") == "I"
    browser.until("document.querySelectorAll('#neighbours img').length === 4")
    browser.until("document.getElementById('announce').textContent.startsWith('I, ')")
    browser.js("document.getElementById('clear').click()")
    browser.until(f"{ANSWER}.startsWith('Draw')")
    # the keyboard: to the left edge, pen down, to the right
    browser.js("document.getElementById('canvas').focus()")
    browser.key("ArrowLeft")
    browser.key(" ", "Space")
    for _ in range(9):
        browser.key("ArrowRight")
    browser.until(f"{ANSWER} === '-'")
    browser.key("Backspace")
    browser.until(f"{ANSWER}.startsWith('Draw')")
    assert not browser.logs
    outside = [u for u in browser.requests if not u.startswith((url, "data:", "about:", "blob:"))]
    assert browser.requests and not outside


def test_in_a_browser_a_form_answers_while_one_types(browser, serve, number_run):
    browser.open(serve(number_run).server.url)
    browser.until(f"{ANSWER} === '$40'")  # the median weight, 4, times ten
    browser.js("document.getElementById('field-0').focus(); document.getElementById('field-0').select()")
    browser.send("Input.insertText", text="7")
    browser.until(f"{ANSWER} === '$70'")
    assert "off by about $0.88" in browser.js("document.getElementById('said').innerText")
    browser.until("document.querySelectorAll('.rows tbody tr').length === 4")
    assert "TESTROW" not in browser.js("document.body.innerText")
    assert not browser.logs


@pytest.mark.parametrize("width", [360, 390, 1000])
def test_in_a_browser_nothing_is_wider_than_the_window(browser, serve, table_run, width):
    browser.send("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 500)
    browser.open(serve(table_run).server.url)
    browser.until(f"{ANSWER} === 'light' || {ANSWER} === 'heavy'")
    assert browser.js("document.documentElement.scrollWidth") <= width


def test_in_a_browser_a_first_line_goes_on_in_rhyme_and_the_scheme_changes_it(browser, serve, verse_run):
    browser.open(serve(verse_run).server.url)
    browser.until("document.querySelectorAll('#lines li').length === 8")
    browser.js("document.getElementById('count').value = 8; document.getElementById('first').focus()")
    browser.send("Input.insertText", text="I had a fight,")
    ends = "[...document.querySelectorAll('#lines li b')].map(b => b.textContent)"
    browser.until("document.querySelector('#lines li.yours b')?.textContent === 'fight,'")
    assert browser.js(ends)[1] in {"night", "bright", "light", "right"}
    letters = "[...document.querySelectorAll('#lines li i')].map(i => i.textContent).join('')"
    assert browser.js(letters) == "AABBCCDD"
    colours = "[...document.querySelectorAll('#lines li b')].map(b => getComputedStyle(b).color)"
    first, second, third, _ = browser.js(colours)[:4]
    assert first == second != third
    browser.js(
        "(s => { s.value = 'ABAB'; s.dispatchEvent(new Event('input', {bubbles: true})) })(document.getElementById('scheme'))"
    )
    browser.until(f"{letters} === 'ABABCDCD'")
    assert browser.js(ends)[2] in {"night", "bright", "light", "right"}
    assert not browser.logs


def test_in_a_browser_a_drawing_on_paper_is_answered_live_from_the_camera(browser, serve, drawing_run):
    client = serve(drawing_run)
    browser.open(client.server.url)
    browser.until("!document.getElementById('show').hidden && document.getElementById('show').offsetHeight > 0")
    browser.js("document.getElementById('show').click()")
    browser.until("!document.getElementById('paper').hidden && document.getElementById('drawing').hidden")
    browser.until("document.getElementById('sure').textContent")
    assert drawing_run.asked[0].cells["image"].shape == (1, 12, 12)
    browser.js("document.getElementById('show').click()")
    assert browser.js("document.getElementById('paper').hidden && !document.getElementById('drawing').hidden")
