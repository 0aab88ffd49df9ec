"""Why something about a forwarded question is refused.

NotFound    NoSuchQuestion · NoSuchMail
Stale       QuestionChanged
NotReady    WordsMissing · AnswerMissing · DepartmentMissing · NoMailRoad · DuePast · SameQuestion · AnswersNothing
"""

from __future__ import annotations

from ingest.errors import NotFound, NotReady, Stale


class NoSuchQuestion(NotFound):
    """There is no such question."""

    zh = "没有这个问题。"


class NoSuchMail(NotFound):
    """There is no such mail, or somebody has dealt with it."""

    zh = "没有这封邮件，或已有人处理。"


class QuestionChanged(Stale):
    """Somebody changed this question meanwhile: look at it again."""

    zh = "此问题已被他人更改，请重新查看。"


class WordsMissing(NotReady):
    """Write the question as the customer asks it."""

    zh = "请按客户的说法写下问题。"


class AnswerMissing(NotReady):
    """Write the question and its answer."""

    zh = "请写下问题和答复。"


class DepartmentMissing(NotReady):
    """Choose a department first."""

    zh = "请先选择部门。"


class NoMailRoad(NotReady):
    """Mail can't be sent: [alerts.email] or the address of the department is missing in sources.toml."""

    zh = "无法发送邮件：sources.toml 中缺少 [alerts.email] 或该部门的邮箱。"


class DuePast(NotReady):
    """The time to answer by is past, or can't be read: choose a later one."""

    zh = "答复期限已过或无法识别，请选择更晚的时间。"


class SameQuestion(NotReady):
    """Choose another question that is still open."""

    zh = "请选择另一个尚未结束的问题。"


class AnswersNothing(NotReady):
    """This entry is no longer in use: choose one that is."""

    zh = "该条目已不再使用，请选择其他条目。"
