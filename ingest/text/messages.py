"""A message (RFC 5322) as Python's parser gives it, whatever a stranger put into it: one strange mail is one mail."""

from __future__ import annotations

import email
import email.policy
from email.errors import MessageError
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses

from ingest.text.subjects import header_of

STRANGE = (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError, MessageError)
"""What Python's own readers of messages raise: they descend with parts within parts and comments within comments, and
believe what a message says of its charset."""


def parsed(raw: bytes) -> Message:
    """Never raises: parts that are nested deeper than anybody nests them are not looked into."""
    try:
        return email.message_from_bytes(raw, policy=email.policy.compat32)
    except STRANGE:
        return head_of(raw)


def head_of(raw: bytes) -> Message:
    """The message with its headers alone."""
    return BytesHeaderParser(policy=email.policy.compat32).parsebytes(raw)


def senders_of(message: Message) -> tuple[str, ...]:
    """The addresses of `From`, in lower case; none where nobody can read them. Never raises."""
    try:
        named = getaddresses([header_of(message, "From")])
    except STRANGE:
        return ()
    return tuple(address.lower() for _, address in named if address)
