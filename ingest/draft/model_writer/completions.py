"""`POST {url}/chat/completions`, as OpenAI-compatible services of any maker understand it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, Field, ValidationError

from ingest.draft.model_writer.chat import Refusal
from ingest.model import FetchFailed
from ingest.text.causes import told

Post = Callable[[str, bytes, Mapping[str, str]], bytes | FetchFailed]
"""Address, body, headers → the body of the answer; `fetch.post.Poster.post` is the real one."""

_FAILURES = {"timeout": "timeout", "truncated": "broken_reply", "bad_encoding": "broken_reply"}


class _Message(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Completions:
    """A model behind a service. `key` is sent as a bearer token and stands in no log and no repr."""

    post: Post
    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    max_tokens: int = 4096

    def answer(self, system: str, user: str) -> str | Refusal:
        """What the model says, of its first choice."""
        body = self.post(self.url.rstrip("/") + "/chat/completions", self._request(system, user), self._headers())
        if isinstance(body, FetchFailed):
            return Refusal(_FAILURES.get(body.code, "http" if body.status else "unreachable"), told(body.cause).en)
        try:
            choice = _Completion.model_validate_json(body).choices[0]
        except ValidationError as e:
            return Refusal("broken_reply", f"not a chat completion ({e.error_count()} mistakes)")
        if choice.finish_reason == "length":
            return Refusal("cut_short", f"more than {self.max_tokens} tokens")
        return choice.message.content or Refusal("broken_reply", "empty")

    def _request(self, system: str, user: str) -> bytes:
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        asked = {
            "model": self.model,
            "messages": messages,
            "temperature": 0,
            "max_tokens": self.max_tokens,
            "stream": False,
        }
        return json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace")

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}
