"""Literals as scripts write them: JSON, and bare keys, single quotes, trailing commas, comments, undefined, !0, void 0,
"a" + "b", new Date(…), JSON.parse("…"). Everything else (a call, arithmetic, an unknown name) raises ValueError.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_DEPTH = 200
_LONGEST = 20_000_000
_BLANK = re.compile(r"(?:\s|//[^\n]*|/\*[\s\S]*?\*/)*")
_STRING = re.compile(r'"((?:[^"\\\n]|\\[\s\S])*)"|' r"'((?:[^'\\\n]|\\[\s\S])*)'|`((?:[^`\\$]|\\[\s\S]|\$(?!\{))*)`")
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))")
_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r": "", "\r\n": ""}
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_NAME = re.compile(r"[A-Za-z_$\u0080-\uffff][\w$]*")
_CONSTANTS = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None, "Infinity": None}


class Literals:
    """Reads `text` from `at` on. `names` are values that it may name. Raises ValueError for what is no plain value."""

    def __init__(self, text: str, at: int, names: Mapping[str, Any], depth: int = 0) -> None:
        self.text, self.at, self.names, self.depth = text, at, names, depth

    def blank(self) -> None:
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def value(self) -> Any:
        """One value; strings may be joined by "+"."""
        self.depth += 1
        if self.depth > _DEPTH:
            raise ValueError("nested too deeply")
        found = self.term()
        while isinstance(found, str) and self.take("+"):
            found += str(self.term())
            if len(found) > _LONGEST:
                raise ValueError("a text without end")
        self.depth -= 1
        return found

    def term(self) -> Any:
        self.blank()
        readers = {"{": self.object, "[": self.array, "(": self.grouped, "!": self.negated}
        if reader := readers.get(self.text[self.at : self.at + 1]):
            return reader()
        sign = self.text[self.at : self.at + 1]
        if sign in ("-", "+"):
            self.at += 1
            number = self.term()
            if isinstance(number, bool) or not isinstance(number, int | float | None):
                raise ValueError(f"no number at {self.at}")
            return -number if sign == "-" and number is not None else number
        if found := _STRING.match(self.text, self.at):
            self.at = found.end()
            return unescaped(next((part for part in found.groups() if part is not None), ""))
        if found := _NUMBER.match(self.text, self.at):
            self.at = found.end()
            return _number(found[0])
        return self.named()

    def take(self, sign: str) -> bool:
        """Whether `sign` stands here, behind blanks; it is passed over then."""
        self.blank()
        if self.text.startswith(sign, self.at):
            self.at += len(sign)
            return True
        return False

    def want(self, sign: str) -> None:
        if not self.take(sign):
            raise ValueError(f"{sign!r} is missing at {self.at}")

    def object(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self.want("{")
        while not self.take("}"):
            key = self.key()
            # {name} is short for {name: name}
            found[key] = self.value() if self.take(":") else self.known(key)
            if not self.take(","):
                self.want("}")
                break
        return found

    def key(self) -> str:
        self.blank()
        if self.take("["):
            key = str(self.value())
            self.want("]")
            return key
        for form in (_STRING, _NUMBER, _NAME):
            if found := form.match(self.text, self.at):
                self.at = found.end()
                quoted = next((part for part in found.groups() if part is not None), None)
                return found[0] if quoted is None else unescaped(quoted)
        raise ValueError(f"no key at {self.at}")

    def array(self) -> list[Any]:
        found: list[Any] = []
        self.want("[")
        while not self.take("]"):
            if self.take(","):
                found.append(None)
                continue
            found.append(self.value())
            if not self.take(","):
                self.want("]")
                break
        return found

    def negated(self) -> bool:
        self.want("!")
        return not self.term()

    def grouped(self) -> Any:
        """A value in brackets."""
        self.want("(")
        found = self.value()
        self.want(")")
        return found

    def arguments(self) -> list[Any]:
        given: list[Any] = []
        while not self.take(")"):
            given.append(self.value())
            if not self.take(","):
                self.want(")")
                break
        return given

    def word(self) -> str:
        self.blank()
        found = _NAME.match(self.text, self.at)
        if found is None:
            raise ValueError(f"no name at {self.at}")
        self.at = found.end()
        return found[0]

    def known(self, name: str) -> Any:
        if name not in self.names:
            raise ValueError(f"nothing is known of {name!r}")
        return self.names[name]

    def named(self) -> Any:
        """What begins with a word: a constant, a known name, or one of the few calls that only wrap a value."""
        name = self.word()
        if name in _CONSTANTS and name not in self.names:
            return _CONSTANTS[name]
        if name == "void":
            self.term()
            return None
        if name == "new":
            self.word()
            given = self.arguments() if self.take("(") else []
            return given[0] if given else None
        if name == "JSON" and self.take(".parse"):
            self.want("(")
            return _parsed(self.arguments())
        if name == "Object" and self.take(".freeze"):
            self.want("(")
            return next(iter(self.arguments()), None)
        return self.known(name)


def _parsed(given: list[Any]) -> Any:
    if len(given) != 1 or not isinstance(given[0], str):
        raise ValueError("JSON.parse of something else than a text")
    try:
        return json.loads(given[0], strict=False)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _number(text: str) -> int | float:
    if text[:2] in ("0x", "0X"):
        return int(text, 16)
    return int(text) if text.isdigit() else float(text)


def unescaped(text: str) -> str:
    """What the inside of a quoted string stands for; halves of one character are put together."""
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(_sign, text)
    try:
        return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    except UnicodeError:
        return plain


def _sign(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return _CONTROL.get(found[4], found[4])
