"""Every value comes back as it went in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.model import BulletinDraft, Document, DraftKind, Facts, FaqDraft, Flag, ListPage, Moment, Unsupported
from ingest.model import VisitReport as Visit
from ingest.store import codec

minutes = st.times().map(lambda t: t.replace(second=0, microsecond=0))
st.register_type_strategy(Moment, st.builds(Moment, st.dates(), st.none() | minutes))
texts = st.text(st.characters(codec="utf-8"), max_size=20)
st.register_type_strategy(str, texts)
st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


def _short(kind: Any) -> st.SearchStrategy[Any]:
    """Tuples of any length get at most two items: facts hold dozens of them, one in another."""
    items = get_args(kind)
    if items[1:] == (...,):
        return st.lists(st.from_type(items[0]), max_size=2).map(tuple)
    return st.tuples(*map(st.from_type, items))


st.register_type_strategy(tuple, _short)


def _plain(kind: Any) -> st.SearchStrategy[Any]:
    """A mapping as the program makes it, and as JSON gives it back."""
    key, value = get_args(kind)
    return st.dictionaries(st.from_type(key), st.from_type(value), max_size=2)


st.register_type_strategy(Mapping, _plain)

LARGE = [(codec.DOCUMENT, Document), (codec.FACTS, Facts), (codec.LIST_PAGE, ListPage)]
SMALL: list[tuple[codec.Codec[Any], Any]] = [
    (codec.VISIT, Visit),
    (codec.UNSUPPORTED, tuple[Unsupported, ...]),
    (codec.FLAGS, tuple[Flag, ...]),
    (codec.SKETCH, tuple[int, ...]),
]
few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize(("shape", "kind"), LARGE, ids=lambda v: getattr(v, "__name__", ""))
@few
@given(data=st.data())
def test_documents_and_facts_come_back_from_deflated_json(
    shape: codec.Codec[Any], kind: Any, data: st.DataObject
) -> None:
    value = data.draw(st.from_type(kind))
    assert shape.unpack(shape.pack(value)) == value


@pytest.mark.parametrize(("shape", "kind"), SMALL, ids=lambda v: str(v)[:20])
@few
@given(data=st.data())
def test_small_values_come_back_from_json(shape: codec.Codec[Any], kind: Any, data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))
    assert shape.decode(shape.encode(value)) == value


@few
@given(content=st.from_type(FaqDraft) | st.from_type(BulletinDraft))
def test_the_content_of_a_draft_comes_back_as_its_kind(content: FaqDraft | BulletinDraft) -> None:
    kind = codec.kind_of(content)
    assert kind is (DraftKind.FAQ if isinstance(content, FaqDraft) else DraftKind.BULLETIN)
    assert codec.decode_content(kind, codec.encode_content(content)) == content


def test_half_a_surrogate_pair_does_not_lose_the_notice() -> None:
    kept = codec.DOCUMENT.unpack(codec.DOCUMENT.pack(Document("价格\ud83d十元", "价格", published=dt.date(2026, 3, 1))))
    assert kept == Document("价格?十元", "价格", published=dt.date(2026, 3, 1))
