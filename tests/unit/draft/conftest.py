"""Fixtures of the drafts' tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from draft_notice import document_of, notice, notice_facts
from model_plan import ByHand
from model_service import service, writer

from ingest.model import Document, Facts, Writer

__all__ = ["document", "facts", "plan", "read", "service", "writer"]


@pytest.fixture
def plan() -> Writer:
    return ByHand()


@pytest.fixture
def document() -> Document:
    return notice()


@pytest.fixture
def facts() -> Facts:
    return notice_facts()


@pytest.fixture
def read() -> Callable[..., Document]:
    return document_of
