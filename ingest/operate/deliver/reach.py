"""From `[[publish.channel]]` and the environment to what sends: how each channel is reached, and what is in the way."""

from __future__ import annotations

import datetime as dt
import logging
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from ingest import app
from ingest.errors import ConfigurationError, Text
from ingest.fetch.post import Poster
from ingest.model import Cause, FetchFailed
from ingest.operate.deliver.editions import channel_of
from ingest.operate.deliver.message import Message
from ingest.publish.channels import Channel, Letter, Way, channels
from ingest.publish.news import told_of
from ingest.settings import Settings, text_of
from ingest.settings.channel_block import MAIL, ChannelBlock
from ingest.settings.mistakes import Mistake, told
from ingest.settings.values import whole_address

log = logging.getLogger(__name__)

Mailer = Callable[[Message, dt.datetime], Cause | None]


@dataclass(frozen=True, slots=True)
class EditionSender:
    """What waits for one channel, sent as the channel's file has it."""

    channel: Channel
    way: Way

    def __call__(self, message: Message, at: dt.datetime) -> Cause | None:
        return self.channel.send(told_of(message.id, message.data["payloads"]), self.way, at)


def edition_senders(
    settings: Settings, mail: Mailer | None, environment: Mapping[str, str], stack: ExitStack
) -> dict[str, EditionSender]:
    """By the channel's name in the outbox. What lacks something is left out, the log says why: what is for it waits."""
    found: dict[str, EditionSender] = {}
    for at, block in enumerate(settings.channels):
        mistakes = list(_mistakes(at, block, environment))
        if block.kind == MAIL and mail is None:
            continue  # the log has said why
        if mistakes:
            for mistake in mistakes:
                log.error("channel %s: %s", block.id, mistake.said, extra={"code": "channel.unusable"})
            continue
        found[channel_of(block.id)] = EditionSender(
            channels()[block.kind], _way(settings, block, mail, environment, stack)
        )
    return found


def missing(settings: Settings, environment: Mapping[str, str]) -> None:
    """Raises ConfigurationError with all that is in the way of `[[publish.channel]]`, each with its line."""
    found = [m for at, block in enumerate(settings.channels) for m in _mistakes(at, block, environment)]
    if found:
        text = text_of(settings.file)
        raise ConfigurationError(told(settings.file, text, tomllib.loads(text), found))


def _mistakes(at: int, block: ChannelBlock, environment: Mapping[str, str]) -> Iterator[Mistake]:
    place = ("publish", "channel", at)
    for key in ("url_env", "secret_env"):
        name = getattr(block, key)
        if name and not _value(environment, name):
            said = Text(
                f"the environment has no usable {name}; set it where ingest runs",
                f"环境变量 {name} 不存在或不可用；请在 ingest 的运行环境中设置",
            )
            yield Mistake((*place, key), said)
    if block.secret_env and not channels()[block.kind].signs:
        said = Text(f'kind "{block.kind}" knows no secret; take it out', f'类型 "{block.kind}" 不使用密钥；请删去')
        yield Mistake((*place, "secret_env"), said)
    if block.url_env and (url := _value(environment, block.url_env)) and (bad := _address(url, block)):
        yield Mistake((*place, "url_env"), bad)


def _address(url: str, block: ChannelBlock) -> Text | None:
    name = block.url_env
    try:
        scheme = urlsplit(whole_address(url)).scheme
    except ValueError:
        return Text(f"{name} holds no web address; write the whole of it", f"{name} 中不是网址；请写完整的地址")
    if scheme == "http" and not block.allow_private:
        return Text(
            f"{name} begins with http://: its key would travel readable; write https://",
            f"{name} 以 http:// 开头：其中的密钥会以明文传输；请写 https://",
        )
    return None


def _value(environment: Mapping[str, str], name: str) -> str | None:
    value = environment.get(name, "").strip()
    return value if value and value.isprintable() else None


def _way(
    settings: Settings, block: ChannelBlock, mail: Mailer | None, environment: Mapping[str, str], stack: ExitStack
) -> Way:
    post = stack.enter_context(_poster(settings, block)).post if block.url_env else _no_post
    url, secret = (_value(environment, name) if name else None for name in (block.url_env, block.secret_env))
    return Way(post, _posted_by(mail), url or "", secret, block.to)


def _no_post(url: str, content: bytes, headers: Mapping[str, str]) -> FetchFailed:
    return FetchFailed(url, "no_channel", {"channel": "url_env"})


def _posted_by(mail: Mailer | None) -> Callable[[Letter, dt.datetime], Cause | None]:
    def send(letter: Letter, at: dt.datetime) -> Cause | None:
        if mail is None:
            return Cause("no_channel", {"channel": "email"})
        return mail(Message(letter.id, letter.subject, letter.text, letter.html, to=letter.to), at)

    return send


def _poster(settings: Settings, block: ChannelBlock) -> Poster:
    """One attempt: a chat has no way to tell a second copy, so only the outbox tries again, and not at once."""
    policy = replace(app.single_request_policy(settings, direct=block.allow_private), max_wait_seconds=0)
    return Poster(policy, intranet=block.allow_private)
