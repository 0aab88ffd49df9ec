"""`[source.json]`: where a list stands in JSON. What its keys must agree on stands in `lists.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from ingest.errors import Text
from ingest.model import JsonList
from ingest.settings.values import Selector, whole_address

_HOLE = re.compile(r"\{([^{}]*)\}")


def _path(value: str) -> str:
    from jmespath import compile as compiled
    from jmespath.exceptions import JMESPathError

    try:
        compiled(value)
    except JMESPathError as e:
        said = " ".join(str(e).split("\n")[0].split())
        raise ValueError(
            Text(
                f'is not a path such as "data.rows" or \'"publish-date"\' ({said})',
                f'不是路径；请写成 "data.rows" 或 \'"publish-date"\' 这样的形式（{said}）',
            )
        ) from e
    return value


def _template(value: str) -> str:
    if not value.startswith("/"):
        whole_address(value)
    holes = _HOLE.findall(value)
    if not holes:
        raise ValueError(
            Text(
                'write the address with a path in braces, such as "https://www.bank.example/notice/{id}"',
                '请写含有花括号路径的地址，例如 "https://www.bank.example/notice/{id}"',
            )
        )
    if "#" in value and value.partition("#")[2][:1] not in ("/", "!"):
        raise ValueError(
            Text(
                'what stands behind "#" tells notices apart only as a route: write "#/{id}"',
                '"#" 之后的部分只有写成路由才能区分公告：请写 "#/{id}"',
            )
        )
    for hole in holes:
        _path(hole)
    return value


Path = Annotated[str, AfterValidator(_path)]
Paths = Annotated[tuple[Path, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)]
Template = Annotated[str, AfterValidator(_template)]
Variable = Annotated[str, Field(pattern=r"^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$")]


class JsonBlock(BaseModel):
    """Paths are JMESPath."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    items: Path
    link: Paths = ()
    detail: Template | None = None
    title: Paths = ()
    date: Paths = ()
    body: Paths = ()
    detail_body: Paths = ()
    form: Mapping[str, str | int] | None = None
    post: Mapping[str, object] | str | None = None
    first: int = Field(1, ge=0)
    size: int | None = Field(None, ge=1)
    cursor: Path | None = None
    next: Path | None = None
    script: Selector | None = None
    variable: Variable | None = None

    def to_list(self) -> JsonList:
        return JsonList(**self.model_dump())
