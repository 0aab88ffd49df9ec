"""What a workbook says of its cells beside their values: number formats, hidden rows and columns, how far it reaches.

python-calamine gives values only: 0.035 is "3.50%" by its format alone. Sheets that are hidden are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field

from ingest.extract.number_format import GENERAL, built_in


@dataclass(slots=True)
class Look:
    """One sheet. Rows and columns count from 0; `formats` has no entry for cells in the general format."""

    name: str
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    last: tuple[int, int] = (0, 0)
    """The last row and the last column in which a cell holds something."""
    hidden: bool = False

    def saw(self, row: int, column: int, code: str = GENERAL) -> None:
        self.last = (max(self.last[0], row), max(self.last[1], column))
        if code != GENERAL:
            self.formats[row, column] = code


@dataclass(slots=True)
class Looks:
    """All sheets by name, and how days are counted."""

    sheets: dict[str, Look] = field(default_factory=dict)
    since_1904: bool = False


def coded(numbers: list[int], own: Mapping[int, str]) -> Callable[[int], str]:
    """From the number of a cell style to its format: `numbers` are the styles' formats, `own` the file's own ones."""

    def code(style: int) -> str:
        number = numbers[style] if 0 <= style < len(numbers) else 0
        return own.get(number) or built_in(number)

    return code


def spans(first: int, last: int, most: int = 16_384) -> Set[int]:
    """The numbers from `first` to `last`, no more than a sheet has columns."""
    return set(range(first, min(last, first + most) + 1))
