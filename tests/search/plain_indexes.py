"""Plain indexes of the same texts, each searched by its own ranking for any of the words: what ours is held against."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from customers import Finder

_WORD = re.compile(r"[^\W_]+")


def text_of(entry: dict[str, Any]) -> str:
    """Everything that ours looks at too."""
    lines = (entry["question"], *entry["keywords"], entry["answer"], *entry["operation_points"], *entry["conditions"])
    return "\n".join((*lines, entry["title"]))


def cut(text: str) -> list[str]:
    import rjieba

    return [word for piece in rjieba.cut_for_search(text.lower()) for word in _WORD.findall(piece)]


def raw(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def thirds(text: str) -> list[str]:
    return [run[at : at + 3] for run in _WORD.findall(text.lower()) for at in range(len(run) - 2)]


class Fts:
    """SQLite FTS5. `words`: how a query is cut; `stored`: what of a text goes in."""

    def __init__(self, tokenizer: str, words: Callable[[str], list[str]], stored: Callable[[str], str]) -> None:
        self.conn, self.words, self.stored = sqlite3.connect(":memory:"), words, stored
        self.conn.execute(f'CREATE VIRTUAL TABLE words USING fts5(text, tokenize="{tokenizer}")')

    def fill(self, texts: Iterable[str]) -> None:
        self.conn.executemany("INSERT INTO words (text) VALUES (?)", ((self.stored(text),) for text in texts))
        self.conn.commit()

    def find(self, typed: str, limit: int = 10) -> list[int]:
        if not (words := self.words(typed)):
            return []
        wanted = " OR ".join(f'"{word}"' for word in dict.fromkeys(words))
        rows = self.conn.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?", (wanted, limit))
        return [row[0] - 1 for row in rows]

    def size(self) -> int:
        pages, each = (self.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        return int(pages) * int(each)


class Tantivy:
    """Words cut by the same dictionary, English stemmed by its own tokenizer, kept in memory or in `folder`."""

    def __init__(self, folder: str | None = None) -> None:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", stored=False, tokenizer_name="en_stem")
        builder.add_unsigned_field("number", stored=True)
        self.index, self.tantivy, self.folder = tantivy.Index(builder.build(), path=folder), tantivy, folder

    def fill(self, texts: Iterable[str]) -> None:
        writer = self.index.writer(50_000_000, 1)
        for number, text in enumerate(texts):
            writer.add_document(self.tantivy.Document(text=" ".join(cut(text)), number=number))
        writer.commit()
        self.index.reload()

    def find(self, typed: str, limit: int = 10) -> list[int]:
        if not (words := cut(typed)):
            return []
        searcher = self.index.searcher()
        query = self.index.parse_query(" OR ".join(f'"{word}"' for word in dict.fromkeys(words)), ["text"])
        return [searcher.doc(at)["number"][0] for _, at in searcher.search(query, limit).hits]

    def size(self) -> int:
        return sum(file.stat().st_size for file in Path(self.folder).iterdir()) if self.folder else 0


def indexes(folder: str | None = None) -> Iterator[tuple[str, Any]]:
    """Empty ones; `folder`: where the one that is files may be."""
    plain = "unicode61 remove_diacritics 2"
    yield "FTS5, text as it is", Fts(plain, raw, str)
    yield "FTS5, words of rjieba", Fts(plain, cut, lambda text: " ".join(cut(text)))
    yield "FTS5, trigrams", Fts("trigram", thirds, str.lower)
    yield "tantivy, words of rjieba", Tantivy(folder)


def rivals(entries: Sequence[dict[str, Any]]) -> Iterator[tuple[str, Finder]]:
    """Each with the entries in it."""
    for name, index in indexes():
        index.fill(text_of(entry) for entry in entries)
        yield name, _named(index, entries)


def _named(index: Any, entries: Sequence[dict[str, Any]]) -> Finder:
    return lambda typed: [entries[at]["id"] for at in index.find(typed)]
