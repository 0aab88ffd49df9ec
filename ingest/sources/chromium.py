"""Which Chromium there is, and how it is started: closed to the network, to downloads and to our environment."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.model import Cause

if TYPE_CHECKING:
    from playwright.async_api import Playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge")
_ARGUMENTS = (
    # what does not come through the route goes nowhere: names are not resolved, and the proxy is nobody
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-bypass-list=<-loopback>",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--dns-prefetch-disable",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--js-flags=--max-old-space-size=512",
)
BEFORE = """for (const n of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport']) delete globalThis[n];
globalThis.print = () => {};"""
"""Run before every script of a page: takes away what would speak to the world without a request that can be routed, and
what waits for a person."""
_CACHES = ("~/.cache", "~/Library/Caches", "~/AppData/Local")
_NOWHERE = {"server": "http://127.0.0.1:9"}
_INHERITED = ("PATH", "HOME", "LANG", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "SYSTEMROOT")


def on_path() -> str | None:
    """The system's browser, if there is one."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def _brought_along() -> bool:
    """Whether Playwright has a browser of its own."""
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    try:
        folders = [Path(named)] if named else [Path(cache).expanduser() / "ms-playwright" for cache in _CACHES]
    except RuntimeError:  # an account without a home
        return False
    return any(found for folder in folders for found in folder.glob("chromium*"))


def missing() -> Cause | None:
    """What `rendered` lacks on this machine, None for nothing."""
    if not importlib.util.find_spec("playwright"):
        return Cause("no_playwright")
    return None if on_path() or _brought_along() else Cause("no_browser")


def options(playwright: Playwright) -> dict[str, Any] | Cause:
    """What `chromium.launch` is given: Playwright's own browser where it is there, else the system's."""
    own = playwright.chromium.executable_path
    path = own if own and Path(own).exists() else on_path()
    if path is None:
        return Cause("no_browser")
    return {
        "executable_path": path,
        "headless": True,
        "args": list(_ARGUMENTS),
        "proxy": _NOWHERE,
        # Chromium refuses its own sandbox to root; everybody else keeps it
        "chromium_sandbox": not _is_root(),
        "env": {name: os.environ[name] for name in _INHERITED if name in os.environ},
    }


def _is_root() -> bool:
    return getattr(os, "geteuid", lambda: 1)() == 0
