"""Values as scripts write them, read without running anything.

JSON, and what scripts allow beyond it: bare keys, single quotes, trailing commas, comments, undefined, !0, void 0,
"a" + "b", new Date(…), JSON.parse("…"), and a function that is called on the spot to return a value, as Nuxt 2 packs
its state. Everything else (a call, arithmetic, a name that nothing is known of) raises ValueError: nothing is guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_DEPTH = 200
_BLANK = re.compile(r"(?:\s|//[^\n]*|/\*[\s\S]*?\*/)*")
_STRING = re.compile(r'"((?:[^"\\\n]|\\[\s\S])*)"|' r"'((?:[^'\\\n]|\\[\s\S])*)'|`((?:[^`\\$]|\\[\s\S]|\$(?!\{))*)`")
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))")
_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r": "", "\r\n": ""}
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_NAME = re.compile(r"[A-Za-z_$\u0080-\uffff][\w$]*")
_CONSTANTS = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None, "Infinity": None}
_HEAD = re.compile(r"function\s*[\w$]*\s*\(([^()]*)\)\s*\{|\(([^()]*)\)\s*=>\s*\((?=\{)|\(([^()]*)\)\s*=>\s*\{")
_CODE = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|//[^\n]*|/\*[\s\S]*?\*/|[{}]", re.S)


def read(text: str, at: int = 0, names: Mapping[str, Any] | None = None) -> tuple[Any, int]:
    """The value that begins at `at` (blanks and comments before it are passed over), and where it ends.

    `names` are values that the text may name. Raises ValueError for what is no plain value, RecursionError never.
    """
    reader = _Reader(text, at, names or {})
    reader.blank()
    if not names and text[reader.at : reader.at + 1] in ("{", "["):
        try:
            return json.JSONDecoder(strict=False).raw_decode(text, reader.at)
        except (ValueError, RecursionError):
            pass
    return reader.value(), reader.at


class _Reader:
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
        body = _Reader(self.text, start, names, self.depth)
        found = body.value() if expression else body.returned()
        return (found, inside) if brackets else found

    def arguments(self) -> list[Any]:
        given: list[Any] = []
        while not self.take(")"):
            given.append(self.value())
            if not self.take(","):
                self.want(")")
                break
        return given

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
        if _HEAD.match(self.text, self.at):
            return self.called()
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
