"""Pieces of the page."""

from zerotohero.report import page


def test_cells_from_data_are_escaped():
    assert page.text('<img src=x onerror="1">\n&') == "&lt;img src=x onerror=&quot;1&quot;&gt; &amp;"


def test_the_page_forbids_itself_scripts_and_requests():
    html = page.document("<t>", "<p>body</p>")
    assert "default-src 'none'" in html
    assert "<title>&lt;t&gt;</title>" in html
