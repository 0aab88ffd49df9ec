"""What ingest refuses, it says in Chinese and in English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import ingest
from ingest import errors
from ingest.errors import DiskFull, IngestError, InputError, LockHeld, Text, language

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PACKAGE = Path(ingest.__file__).parent
TREES = {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
CLASSES = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, IngestError)]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LC_ALL": "zh_CN", "INGEST_LANG": "en"}, "en"),
        ({"LC_ALL": "de_DE", "INGEST_LANG": "ZH"}, "zh"),
        ({"INGEST_LANG": "", "LANG": "zh_CN"}, "zh"),
    ],
)
def test_the_terminal_chooses_and_ingest_lang_goes_first(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    for name in ("INGEST_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language() == expected


def test_an_error_says_what_is_wrong_and_what_to_do_in_the_language_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    error = InputError(Text("x: no such file", "x：没有这个文件"), remedy=Text("name another", "请换一个"))
    monkeypatch.setenv("INGEST_LANG", "en")
    assert str(error) == "x: no such file\n  -> name another"
    monkeypatch.setenv("INGEST_LANG", "zh")
    assert str(error) == "x：没有这个文件\n  -> 请换一个"


@pytest.mark.parametrize("kind", CLASSES)
def test_every_kind_of_error_has_a_default_in_both_languages(
    kind: type[IngestError], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INGEST_LANG", "zh")
    assert CHINESE.search(str(kind()))
    monkeypatch.setenv("INGEST_LANG", "en")
    assert str(kind()) and not CHINESE.search(str(kind()))


def test_a_kind_without_chinese_of_its_own_does_not_borrow_what_its_parent_says() -> None:
    class TapeFull(DiskFull):
        """The tape is full."""

    assert TapeFull().message == Text("The tape is full.", "The tape is full.")


def test_exit_codes_stay_with_their_kind() -> None:
    assert (LockHeld.exit_code, DiskFull.exit_code) == (75, 2)


def _refusals() -> frozenset[str]:
    """The names of IngestError and of all that derive from it, anywhere in the package."""
    bases = {
        node.name: {b.id for b in node.bases if isinstance(b, ast.Name)}
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    names, grown = {"IngestError"}, True
    while grown:
        more = {name for name, above in bases.items() if above & names} - names
        names, grown = names | more, bool(more)
    return frozenset(names)


def _calls(names: frozenset[str]) -> Iterator[tuple[str, ast.Call]]:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func
                name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", None)
                if name in names:
                    yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node


def _is_plain(node: ast.expr) -> bool:
    """A string that is written down here: literal, filled, joined or formatted."""
    if isinstance(node, ast.BinOp):
        return _is_plain(node.left) or _is_plain(node.right)
    if isinstance(node, ast.IfExp):
        return _is_plain(node.body) or _is_plain(node.orelse)
    if isinstance(node, ast.BoolOp):
        return any(map(_is_plain, node.values))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _is_plain(node.func.value)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def test_no_error_is_raised_with_a_text_in_one_language() -> None:
    plain = [
        place
        for place, call in _calls(_refusals())
        if any(map(_is_plain, [*call.args, *(k.value for k in call.keywords)]))
    ]
    assert not plain, "give a Text(en, zh): " + ", ".join(plain)


def test_no_mistake_in_the_configuration_is_told_in_one_language() -> None:
    plain = [
        place
        for place, call in _calls(frozenset({"ValueError"}))
        if place.startswith("settings") and any(map(_is_plain, call.args))
    ]
    assert not plain, "give a Text(en, zh): " + ", ".join(plain)


def _written(node: ast.expr) -> str | None:
    """The signs of a literal that stand in the source; None for anything else."""
    if not _is_plain(node):
        return None
    return "".join(str(n.value) for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str))


def test_both_sides_of_a_text_are_in_their_language() -> None:
    pairs = [(place, *map(_written, call.args)) for place, call in _calls(frozenset({"Text", "_mistake"}))]
    worded = [(p, s[0], s[1]) for p, *s in pairs if len(s) == 2 and s[0] and re.search("[a-z]", s[0])]
    wrong = [place for place, en, zh in worded if CHINESE.search(en) or (zh is not None and not CHINESE.search(zh))]
    assert not wrong, wrong
    assert len(worded) > 60


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("InputError('x')", True),
        ("InputError(f'{x}')", True),
        ("InputError('a' + x)", True),
        ("InputError('{}'.format(x))", True),
        ("InputError('a' if x else b)", True),
        ("InputError(Text('a', 'b'))", False),
        ("InputError(text('key'))", False),
        ("InputError(said)", False),
    ],
)
def test_the_walk_knows_a_plain_text_from_a_text_in_two_languages(line: str, plain: bool) -> None:
    call = ast.parse(line, mode="eval").body
    assert isinstance(call, ast.Call) and _is_plain(call.args[0]) is plain
