"""Personal data that has no business in a record of searches and questions: masked before anything is stored.

Chinese identity numbers (18 digits, checked), mobile numbers of the mainland and of Hong Kong, card numbers (13 to 19
digits, Luhn), e-mail addresses. A bank's own service numbers are shorter and stay.
"""

from __future__ import annotations

import re

MASK = "***"
_IDENTITY = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{9}[\dXx](?!\d)")
_DIGITS = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")
_MOBILE = re.compile(r"(?:\+86[ -]?|(?<!\d)86[ -]?|(?<!\d))1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_HONG_KONG = re.compile(r"(?:\+|(?<!\d))852[ -]?[4-9]\d{3}[ -]?\d{4}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def masked(text: str) -> str:
    """`text` with what would name a person or a card replaced by `***` and its last two signs."""
    text = _IDENTITY.sub(lambda found: _hidden(found[0]) if _identity(found[0]) else found[0], text)
    for pattern in (_MOBILE, _HONG_KONG):
        text = pattern.sub(lambda found: _hidden(found[0]), text)
    text = _DIGITS.sub(lambda found: _hidden(found[0]) if _card(found[0]) else found[0], text)
    return _MAIL.sub(MASK, text)


def _hidden(number: str) -> str:
    return MASK + number[-2:]


def _identity(number: str) -> bool:
    """ISO 7064 MOD 11-2, as GB 11643 has it."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


def _card(number: str) -> bool:
    """Luhn (ISO/IEC 7812-1)."""
    digits = [int(sign) for sign in reversed(number) if sign.isdigit()]
    doubled = (digit if at % 2 == 0 else digit * 2 - 9 * (digit > 4) for at, digit in enumerate(digits))
    return sum(doubled) % 10 == 0
