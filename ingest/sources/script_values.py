"""Values as scripts assign them, read without running anything.

Literals, and a function that is called on the spot to return a value, as Nuxt 2 packs its state: its parameters stand
for what it is called with. What does anything else than name, put together and return values is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ingest.sources.literals import Literals

_HEAD = re.compile(r"function\s*[\w$]*\s*\(([^()]*)\)\s*\{|\(([^()]*)\)\s*=>\s*\((?=\{)|\(([^()]*)\)\s*=>\s*\{")
_CODE = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|//[^\n]*|/\*[\s\S]*?\*/|[{}]", re.S)


def read(text: str, at: int = 0, names: Mapping[str, Any] | None = None) -> tuple[Any, int]:
    """The value that begins at `at` (blanks and comments before it are passed over), and where it ends.

    `names` are values that the text may name. Raises ValueError for what is no plain value, RecursionError never.
    """
    reader = _Script(text, at, names or {})
    reader.blank()
    if not names and text[reader.at : reader.at + 1] in ("{", "["):
        try:
            return json.JSONDecoder(strict=False).raw_decode(text, reader.at)
        except (ValueError, RecursionError):
            pass
    return reader.value(), reader.at


class _Script(Literals):
    def named(self) -> Any:
        return self.called() if _HEAD.match(self.text, self.at) else super().named()

    def grouped(self) -> Any:
        """A value in brackets, or a function in brackets that is called."""
        if _HEAD.match(self.text, self.at):
            return self.called()
        self.want("(")
        self.blank()
        if not _HEAD.match(self.text, self.at):
            found = self.value()
            self.want(")")
            return found
        found, inside = self.called(brackets=True)
        if not inside:
            return found
        self.want(")")
        return found

    def called(self, *, brackets: bool = False) -> Any:
        """A function's returned value. With `brackets` also whether its call stands before the closing bracket."""
        head = _HEAD.match(self.text, self.at)
        if head is None:
            raise ValueError(f"no function at {self.at}")
        parameters = [name.strip() for name in next(g for g in head.groups() if g is not None).split(",")]
        expression = head[2] is not None
        start = head.end()
        self.at = _closed(self.text, start if expression else start - 1)
        if expression:
            self.take(")")
        inside = True
        if brackets and self.take(")"):
            inside = False
        self.want("(")
        given = self.arguments()
        names = {**self.names, **dict.fromkeys(parameters), **dict(zip(parameters, given, strict=False))}
        body = _Script(self.text, start, names, self.depth)
        found = body.value() if expression else body.returned()
        return (found, inside) if brackets else found

    def returned(self) -> Any:
        """What the statements of a function return: `a.b = value;` … `return value`."""
        while True:
            self.blank()
            name = self.word()
            if name == "return":
                found = self.value()
                if not (self.take(";") or self.text.startswith("}", self.at)):
                    raise ValueError(f"more than a value is returned at {self.at}")
                return found
            self.assign(self.known(name))
            while self.take(";") or self.take(","):
                pass

    def assign(self, target: Any) -> None:
        path: list[str] = []
        while not self.take("="):
            path.append(self.word() if self.take(".") else self.key())
        for key in path[:-1]:
            target = _within(target, key)
        found = self.value()
        if not path:
            raise ValueError("a parameter is assigned")
        if isinstance(target, list):
            target[int(path[-1]) : int(path[-1]) + 1] = [found]
        elif isinstance(target, dict):
            target[path[-1]] = found


def _within(target: Any, key: str) -> Any:
    try:
        return target[int(key)] if isinstance(target, list) else target[key]
    except (KeyError, IndexError, TypeError) as error:
        raise ValueError(f"there is no {key!r} to assign to") from error


def _closed(text: str, at: int) -> int:
    """Where the block ends whose "{" stands at `at`; braces in strings and comments do not count."""
    depth = 0
    for found in _CODE.finditer(text, at):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0 and found[0] == "}":
            return found.end()
    raise ValueError("a block has no end")
