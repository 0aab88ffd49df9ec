"""The bank of the day: its notices as they stand on its web site, and what the bank does to them."""

from __future__ import annotations

from bank_web import BankWeb


def page(title: str, *lines: str, published: str = "2026年11月22日") -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f"<html lang='zh'><head><meta charset='utf-8'><title>{title}_湖滨银行</title></head><body>"
        f"<div class='nav'><a href='/'>首页</a></div><article><h1>{title}</h1><p>发布日期：{published}</p>"
        f"<p>尊敬的客户：</p>{body}<p>如有疑问，请致电客服热线95077。</p><p>湖滨银行<br>{published}</p></article></body></html>"
    ).encode()


def fees(new: str = "6元") -> bytes:
    """Tier R: a customer expert and a business expert sign."""
    return page(
        "关于下调个人柜面跨行转账手续费的公告",
        f"为了更好地服务客户，自2026年12月1日起，个人柜面跨行转账手续费由每笔10元调整为每笔{new}。",
        "手机银行转账继续免收手续费，无需申请。",
    )


def limits(new: str = "3万元") -> bytes:
    return page(
        "关于调整手机银行转账限额的公告",
        f"自2026年12月5日起，手机银行转账单笔限额由5万元调整为{new}，日累计限额20万元保持不变。",
        "客户如需提高限额，请携带有效身份证件到网点办理。",
    )


OUTAGE = page(
    "关于系统升级暂停部分服务的公告",
    "我行定于2026年11月23日22:00至次日6:00进行系统升级，届时手机银行转账、网上银行理财暂停服务。",
    "借记卡刷卡消费不受影响。",
    published="2026年11月23日",
)
PROMOTION = page(
    "信用卡周一加油满减活动公告",
    "活动时间：2026年11月23日10:00至2026年11月23日18:00。",
    "活动对象：湖滨银行信用卡持卡人，公务卡除外。",
    "活动内容：活动期间在指定加油站使用信用卡支付，单笔满200元立减20元，每户限享1次，名额1000个，先到先得。",
    "参与方式：持卡人须先在手机银行APP报名。",
    published="2026年11月23日",
)
BRANCH = page(
    "关于城南支行迁址的公告",
    "城南支行定于2026年12月7日迁至城南大道18号营业，原址同日起停止营业。",
    "存放于该支行的账户和业务由新址继续办理。",
)
PURCHASE = page("办公家具采购项目招标公告", "现对办公家具采购项目进行公开招标，欢迎合格供应商投标。")


class LakeBank(BankWeb):
    """湖滨银行: on Sunday evening four notices stand on its list."""

    def __init__(self) -> None:
        super().__init__()
        self.announce("/n/1.html", "关于下调个人柜面跨行转账手续费的公告", fees())
        self.announce("/n/2.html", "关于调整手机银行转账限额的公告", limits())
        self.announce("/n/3.html", "关于城南支行迁址的公告", BRANCH)
        self.announce("/n/4.html", "办公家具采购项目招标公告", PURCHASE)

    def announce(self, path: str, title: str, content: bytes) -> None:
        self.pages[path] = content
        self.listed.insert(0, (path, title))

    def take_down(self, path: str) -> None:
        del self.pages[path]
        self.listed[:] = [one for one in self.listed if one[0] != path]
