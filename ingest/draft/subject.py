"""The short name of what a notice is about, taken from its title, to make questions specific."""

from __future__ import annotations

import re

from ingest.draft.names import sound
from ingest.draft.voice import Voice
from ingest.model import Category

_BANK = re.compile(
    r"^(?:我行|本行|(?!.{0,4}(?:手机|手機|网上|網上|电子|電子|掌上|微信|短信|电话|電話|流動|行動|网络|網絡)).{2,8}(?:银行|銀行))"
)


_NUMBER = re.compile(
    r"^(?:第?[一二三四五六七八九十壹贰貳叁參肆伍陆陸柒捌玖拾]{1,3}[、.．：:]|[（(][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[、.．](?!\d))\s*"
)


def _cut(pattern: str, text: str) -> str:
    shorter = re.sub(pattern, "", text).strip(" 　的:：,，-–")
    return shorter or text


def heading(title: str, speech: Voice) -> str:
    """A title without its wrapping: 关于调整…收费标准的公告 → 调整…收费标准."""
    rules = speech.table["subject"]
    text = _NUMBER.sub("", re.sub(r"\s+", " ", title).strip())
    text = _cut(rules["prefix"], text)
    return _cut(rules["suffix"], text)


def fitting(title: str, speech: Voice) -> bool:
    """Does the heading of a part say what the part is about? A numbered question does not."""
    return not re.search(speech.table["subject"]["asking"], title)


def subject(title: str, category: Category, speech: Voice) -> str:
    """What the notice is about: the name in quotation marks, or the object of its title, or the category's noun."""
    rules, noun = speech.table["subject"], speech.say(f"category.{category}", "noun")
    if category in (Category.MAINTENANCE, Category.FRAUD_WARNING, Category.HOLIDAY_HOURS, Category.BRANCH_CHANGE):
        return noun
    if quoted := re.search(rules["quoted"], title):
        return quoted[0] if speech.zh else quoted[1]
    text = _cut(rules["acts"], _cut(rules["tail"], _cut(rules["verbs"], heading(title, speech))))
    text = re.split(rules["cut"], text)[0].strip()
    if not speech.zh:
        text = re.sub(r"^(?i:the|our|your)\s+", "", text)
    text = _BANK.sub("", text) or text
    text = text if 2 <= len(text) <= rules["most"] and sound(text, zh=speech.zh) else noun
    return noun if re.fullmatch(rules["generic"], text) else text
