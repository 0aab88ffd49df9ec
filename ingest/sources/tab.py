"""One page in a browser: opened, waited for until it rests, read, and turned to the next."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ingest.sources.gate import Gate
from ingest.sources.lexicon import lexicon

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle, Page

_LONGEST_WAIT = 30.0
"""Seconds for one page to come to rest, once all of its scripts have come: they may come slowly, one at a time."""
_AFTER_A_CLICK = 8.0
"""Seconds for a click to change anything, once nothing more is asked for."""
_QUIET = 0.6
_STEP = 0.1
_ATTEMPTS = 5
_MOVED = re.compile("context was destroyed|navigat", re.I)
_CHARACTERS = 8_000_000
_HTML = "most => document.documentElement ? document.documentElement.outerHTML.slice(0, most) : ''"
_SIZE = "() => document.documentElement ? document.documentElement.outerHTML.length : 0"
_SHOWN = "chosen => chosen.some(c => document.querySelector(c))"
# A control that is there to be used: seen, and not switched off, neither itself nor the item that it stands in.
_OFF = r"""n => n && (n.disabled || n.getAttribute('aria-disabled') === 'true'
  || /(^|[\s_-])disabled?($|[\s_-])/i.test(n.getAttribute('class') || ''))"""
_SEEN = "e => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden'"
_USABLE = f"e => {{ const off = {_OFF}, seen = {_SEEN}; return seen(e) && !off(e) && !off(e.parentElement); }}"
# The last of the smallest elements that say one of these words: pagers stand below lists.
_SAYING = f"""([texts, signs, noise]) => {{
  const seen = {_SEEN}, strip = new RegExp(noise, 'g'), plain = t => (t || '').replace(strip, '').toLowerCase();
  const says = e => {{
    const words = (e.textContent || '').trim();
    const label = plain(words) || plain(e.title) || plain(e.getAttribute('aria-label'));
    return words.length <= 12 && (label ? texts.includes(label) : words.length === 1 && signs.includes(words));
  }};
  const all = document.querySelectorAll('a, button, li, span, div, i, [role=button]');
  const found = [...all].filter(e => says(e) && seen(e));
  return found.filter(e => !found.some(o => o !== e && e.contains(o))).pop() || null;
}}"""
_NOISE = r"[\s\[\]【】()（）<>«»‹›《》〈〉>＞→…·.:：|!！+-]+"


class Tab:
    """`until` is the moment, on the monotonic clock, at which the whole visit has had its time."""

    def __init__(self, page: Page, gate: Gate, until: float) -> None:
        self._page, self._gate, self._until = page, gate, until

    @property
    def url(self) -> str:
        return self._page.url.partition("#")[0] if "#/" not in self._page.url else self._page.url

    async def open(self, url: str, wanted: Sequence[str]) -> None:
        """Goes there and waits until the page rests; with `wanted` selectors, until one of them finds something."""
        await self._within(self._page.goto(url, wait_until="commit", timeout=1000 * self._left()))
        await self.rest(wanted)

    async def rest(self, wanted: Sequence[str] = ()) -> None:
        """Waits until nothing is asked for and nothing changes any more. A page that goes on asking is waited for no
        longer than `_LONGEST_WAIT` after the last of its scripts has come."""
        begun, size, since = time.monotonic(), -1, time.monotonic()
        while time.monotonic() < min(max(begun, self._gate.loaded) + _LONGEST_WAIT, self._until):
            await asyncio.sleep(_STEP)
            now = await self._evaluate(_SIZE)
            if now != size or self._gate.waiting:
                size, since = now, time.monotonic()
            elif time.monotonic() - since >= _QUIET and (not wanted or await self._shows(wanted, since)):
                return

    async def _shows(self, wanted: Sequence[str], since: float) -> bool:
        """A list may come a while after the last answer; a selector that finds nothing is not waited for for ever."""
        return bool(await self._evaluate(_SHOWN, list(wanted))) or time.monotonic() - since >= _AFTER_A_CLICK

    async def html(self) -> str:
        """What the page is now, cut at a length that no list has."""
        return str(await self._evaluate(_HTML, _CHARACTERS))

    async def turn(self, selectors: Sequence[str], links: Callable[[str], Any], wanted: Sequence[str]) -> bool | None:
        """Clicks what leads to the next page, else scrolls to the end; whether the list is another one then.

        None if there was nothing to click. `links` tells what a list of the page leads to."""
        before = links(await self.html())
        control = await self._control(selectors)
        if control is None and selectors:
            return None
        if control is None:
            await self._evaluate("() => window.scrollTo(0, document.documentElement.scrollHeight)")
        else:
            await self._within(control.evaluate("e => { e.scrollIntoView({block: 'center'}); e.click(); }"))
        until = time.monotonic() + min(_AFTER_A_CLICK if control else 2 * _QUIET, self._left())
        while time.monotonic() < until or self._gate.waiting:
            await self.rest(wanted if control else ())
            if links(await self.html()) != before:
                return True
            await asyncio.sleep(_STEP)
        return False if control else None

    async def _control(self, selectors: Sequence[str]) -> ElementHandle | None:
        """The source's own selectors, else what says "next" in the language of pagers."""
        for selector in selectors:
            elements: list[ElementHandle] = await self._within(self._page.query_selector_all(selector))
            for element in elements:
                if await self._within(element.evaluate(_USABLE)):
                    return element
        if selectors:
            return None
        words = [sorted(lexicon().next_texts), sorted(lexicon().next_signs), _NOISE]
        found = await self._within(self._page.evaluate_handle(_SAYING, words))
        handle: ElementHandle | None = found.as_element()
        return handle if handle and await self._within(handle.evaluate(_USABLE)) else None

    def _left(self) -> float:
        return max(0.1, self._until - time.monotonic())

    async def _evaluate(self, script: str, argument: Any = None) -> Any:
        """Asked again where the page went elsewhere meanwhile."""
        from playwright.async_api import Error

        left = _ATTEMPTS
        while True:
            try:
                return await self._within(self._page.evaluate(script, argument))
            except Error as error:
                left -= 1
                if not left or not _MOVED.search(str(error)):
                    raise
            await asyncio.sleep(_QUIET)

    async def _within(self, work: Any) -> Any:
        """A page whose script never ends answers nothing: TimeoutError."""
        return await asyncio.wait_for(work, min(_LONGEST_WAIT + 1, self._left()))
