"""Every page for everybody: axe-core, keyboard focus, doubled letters, a phone; in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from desks import PATIENCE, fits
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, Page
from scenes import Swing

from ingest.web.app import SCREENS

PLACES = {
    "/login": "/login",
    "/account": "/account",
    "/account/password": "/account/password",
    "/people": "/people",
    "/people/{person_id}": "/people/3",
    "/expert": "/expert",
    "/expert/{draft_id}": "expert",
    "/queue": "/queue",
    "/notices/{notice_id}": "notice",
    "/drafts/{draft_id}": "amending",
    "/drafts/{draft_id}/similar": "similar",
    "/drafts/{draft_id}/merge/{entry_id}": "merge",
    "/drafts/{draft_id}/split": "split",
    "/drafts/{draft_id}/conflicts": "conflicts",
    "/find": "/find?q=手续费",
    "/find/hits": "/find/hits?q=手续费",
    "/find/cards/{entry_id}": "card",
    "/board": "/board",
    "/entries/{entry_id}": "entry",
    "/revisions/{revision_id}": "revision",
    "/impact": "impact",
    "/corrections/{group_id}": "corrections",
    "/audit": "/audit",
    "/audit/verify": "/audit/verify",
    "/numbers": "/numbers",
}
NO_PAGES = {"/", "/login/sso", "/login/sso/back", "/events", "/healthz", "/healthz/live", "/metrics"}
FILES = re.compile(r"(\.csv|\.zip|\.jsonl|\.xlsx|\.ics|\{filename\})$")
MORE = ("/queue?group=no", "/queue?waits=me&tier=R", "unsourced", "fact", "/queue?words=nothing", "/find?q=qqqq")
MORE += ("/impact", "/nothing", "/drafts/9999", "/api/v1/")
GONE = {"/nothing", "/drafts/9999"}
PARTS = {"/find/hits", "/drafts/{draft_id}/similar", "/board/urgent"}
"""Routes that answer a part of a page to the page itself."""


def pages() -> list[str]:
    """An address, or the name of one in the scene, for each page that a screen has. A page of a thing that the scene
    lacks says that there is no such thing: that page is looked at."""
    paths = [r.path for s in SCREENS for r in s.router.routes if isinstance(r, APIRoute) and "GET" in r.methods]
    shown = [path for path in paths if path not in NO_PAGES | PARTS and not FILES.search(path)]
    return [PLACES.get(path) or re.sub(r"\{\w+\}", "1", path) for path in dict.fromkeys(shown)]


@pytest.fixture(scope="module")
def page(chromium: Browser, swing: Swing) -> Iterator[Page]:
    """One tab for all pages. It may run axe in spite of our policy; the policy itself stays as it is."""
    context = chromium.new_context(base_url=swing.address, bypass_csp=True, locale="en-GB")
    context.add_cookies([{"name": name, "value": value, "url": swing.address} for name, value in swing.cookies.items()])
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", [*pages(), *MORE])
def test_axe_finds_nothing_serious(page, swing, name, language):
    page.set_viewport_size({"width": 1280, "height": 900})
    place = swing.places.get(name, name)
    answer = page.goto(place + ("&" if "?" in place else "?") + "lang=" + language)
    assert answer.status in ((200,) if name in {*PLACES.values(), *MORE} - GONE else (200, 404))
    # colours are the same in both languages, and half of the work
    rules = {"color-contrast": {"enabled": language == "en"}}
    results = Axe().run(page, options={"resultTypes": ["violations"], "iframes": False, "rules": rules}).response
    assert len(results["passes"]) > 10  # it has looked
    found = results["violations"]
    told = [
        f"{one['impact']} {one['id']}: {node['html'][:160]} — {node.get('failureSummary', '')[:200]}"
        for one in found
        for node in one["nodes"]
        if one["impact"] in ("serious", "critical")
    ]
    assert not told, "\n".join(told)
    assert page.get_attribute("html", "lang") == {"zh": "zh-CN", "en": "en"}[language]
    assert re.fullmatch(r".+ · 湖滨银行", page.title()), page.title()
    assert page.locator("h1").count() == 1
    for width in (640, 360):  # 1280 at 200 %, a phone
        page.set_viewport_size({"width": width, "height": 700})
        assert fits(page), width


def test_the_focus_is_seen_wherever_the_tab_key_leads(page, swing):
    page.set_viewport_size({"width": 1280, "height": 900})
    for name in ("/login", "/queue", "notice", "revision", "/find", "/people", "/numbers", "expert", "/audit"):
        page.goto(swing.places.get(name, name))
        page.locator("html.scripted").wait_for()
        page.evaluate("document.activeElement?.blur()")
        unseen = set()
        for _ in range(40):
            page.keyboard.press("Tab")
            if told := page.evaluate(UNSEEN):
                unseen.add(told)
        assert not unseen, name


UNSEEN = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return "";
  const box = node.getBoundingClientRect();
  const gone = box.width < 2 || box.height < 2 || node.closest("[hidden], [aria-hidden=true]");
  const ringed = (it) => it && getComputedStyle(it).outlineStyle !== "none" && parseFloat(getComputedStyle(it).outlineWidth) >= 1;
  const ring = ringed(node) || ringed(node.closest("tr"));
  return ring && !gone ? "" : node.outerHTML.slice(0, 120);
}"""
