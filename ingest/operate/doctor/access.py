"""Who may log in, whether anybody can give each sign-off, and whether the ways in can work."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence

from ingest.errors import Text
from ingest.model import Role
from ingest.operate.doctor.findings import NO_DATABASE, Look, Patient, failed, skipped, warning, well
from ingest.store.users import User

_ADD = Text("`ingest users add NAME --role …`", "请运行 `ingest users add 用户名 --role …`")


def people(patient: Patient) -> Look:
    """Regulated drafts need two people with two roles, and each department one who answers and can be told."""
    if patient.store is None:
        return NO_DATABASE
    with patient.store.reading() as tx:
        active = [user for user in tx.users.list() if not user.disabled]
    if not active:
        return skipped("nobody may log in yet", "尚无用户")
    gaps = [*_roles(active), *_departments(patient, active)]
    if not gaps:
        return well(f"{len(active)} may log in", f"{len(active)} 人可以登录")
    return warning(
        Text("; ".join(gap.en for gap in gaps), "；".join(gap.zh for gap in gaps)),
        _ADD,
    )


def way_in(patient: Patient) -> Look:
    """Single sign-on and the trusted header: their secrets, and the extra."""
    web, missing = patient.settings.web, []
    secrets = [block.secret_env for block in (web.sso, web.header) if block and block.secret_env]
    missing += [name for name in secrets if len(patient.environment.get(name, "").strip()) < 8]
    if missing:
        names = ", ".join(missing)
        return failed(
            Text(f"the environment has no usable {names}", f"环境变量 {names} 不存在或不可用"),
            Text("set it where ingest runs, 8 characters or more", "请在 ingest 的运行环境中设置（至少 8 个字符）"),
        )
    if web.sso and importlib.util.find_spec("joserfc") is None:
        return failed(
            Text("[web.sso] needs the extra ingest[sso]", "[web.sso] 需要附加组件 ingest[sso]"),
            Text("install it, or take [web.sso] out", "请安装该组件，或删去 [web.sso]"),
        )
    if web.address and web.address.lower().startswith("http://"):
        return warning(
            Text(
                "[web] address is http://: passwords and sessions travel readable",
                "[web] address 为 http://：密码和会话会以明文传输",
            ),
            Text("put a proxy with https before it", "请在前面配置提供 https 的代理"),
        )
    ways = [name for name, used in (("[web.sso]", web.sso), ("[web.header]", web.header)) if used]
    en, zh = (", ".join([*ways, *([by] if web.passwords else [])]) for by in ("passwords", "密码"))
    return well(f"people come by {en}", f"登录方式：{zh}")


def _roles(active: Sequence[User]) -> Iterator[Text]:
    customer = {user.name for user in active if Role.CUSTOMER_EXPERT in user.roles}
    business = {user.name for user in active if Role.BUSINESS_EXPERT in user.roles}
    if not customer:
        yield Text("nobody is customer expert: regulated drafts wait for ever", "没有客户专家：监管类草稿将一直等待")
    if not business:
        yield Text("nobody is business expert: regulated drafts wait for ever", "没有业务专家：监管类草稿将一直等待")
    if customer and customer == business and len(customer) == 1:
        yield Text(
            "both sign-offs rest on one person, who may give one of them", "两道签署只有同一人，而每人只能签一道"
        )


def _departments(patient: Patient, active: Sequence[User]) -> Iterator[Text]:
    experts = [user for user in active if Role.BUSINESS_EXPERT in user.roles]
    for department in patient.settings.departments if experts else ():
        own = [user for user in experts if user.department == department.id]
        if not own and all(user.department for user in experts):
            yield Text(f"nobody answers for department {department.id}", f"部门 {department.id} 没有业务专家")
        elif not (department.email or any(user.email for user in own)):
            yield Text(
                f"department {department.id} can't be told: no mail address",
                f"部门 {department.id} 没有邮件地址，无法通知",
            )
