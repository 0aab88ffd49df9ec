"""The forms in which a text prints the pieces of points in time, as one pattern; `atoms` reads what it matches."""

from __future__ import annotations

import re

from ingest.understand.windows import periods

_MONTH_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
MONTH_NUMBER = {m[:3].lower(): n for n, m in enumerate(_MONTH_NAMES, 1)}
_MONTH = (
    "(?-i:" + "|".join(f"{m}|{m.upper()}|{m[:3]}\\b\\.?|{m[:3].upper()}\\b\\.?" for m in _MONTH_NAMES) + "|Sept\\b\\.?)"
)
_ORD = "(?:st|nd|rd|th)?"
ORDINALS = ("st", "nd", "rd", "th")
_JOIN = r" ?(?:-|~|/|to|until|till|through|and|&|,) ?"
_Y = r"(?:19|20)\d\d"
_CN = "[一二三四五六七八九十]"
_PART = "凌晨|清晨|早上|早晨|早间|上午|中午|正午|下午|午后|傍晚|晚上|晚间|夜间|夜里|深夜|午夜|当晚|晚|早|夜"
_WEEKDAY_EN = r"Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:rs(?:day)?)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?"
WEEKDAY = rf"(?:周|星期|礼拜)[一二三四五六日天]|\b(?-i:{_WEEKDAY_EN}|{_WEEKDAY_EN.upper()})\b\.?"

_NAMED = rf"(?:(?:{_WEEKDAY_EN})\.?,? )?"
"""Before the second of two days that share a month ("Thu 25 and Fri 26 February")."""
_CALENDAR = periods.patterns(_MONTH)
PERIODS = ("quarter", "halfyear", "nextmonth", "edgeday", "monthend", "soon", "yearalone", "tomorrow")
_FIRST = (
    r"(?:(?=[\d(即自从本公通发刊挂民今当同明次翌来去一二两三四五六七八九十零〇元凌清早上中正下午傍晚夜深全整隔第均含周星礼该前年])"
    r"|(?<![A-Za-z])(?=[jfmasondwtihbel]))"
)
"""What any atom can begin with: most characters of a text fail here at once."""

ATOM = re.compile(
    _FIRST
    + "(?:"
    + "|".join(
        (
            r"(?P<now>即日起?(?!截|内|结算|交收|到账|入账|清算|付款|处理|汇出|完成|发出|回复|取款|交换)|(?:今日|今天|本日)起|即时(?=暂停|停止|关闭)|即刻起|(?<!另行)(?:自|从)?(?:本)?(?:公告|通告|公示|发布|公布|刊登|刊发|挂网)(?:发布|公布|刊登|刊发|公示)?之?日起?"
            r"|\bwith immediate effect\b|\beffective immediately\b|\bnow"
            r"(?= (?:until|till|through|thru|to|-|up to|and)\b)"
            r"|\bthe date of (?:this|the) (?:notice|announcement|publication|issue)\b"
            r"|\b(?:(?:as )?(?:from|of)|starting|beginning|effective) (?:from )?today\b)",
            *_CALENDAR,
            rf"(?P<zh>(?:(?:民国|公元)?(?P<zy>\d{{2,5}}|[一二三四五六七八九〇]{{4}})年度?|(?P<rel>今年|本年|当年|同年|明年|次年|翌年|来年|去年))?"
            rf"(?P<zm>(?<!\d)\d{{1,2}}|{_CN}{{1,2}}|元)月(?![上中下]旬|初|中(?!午))份?"
            rf"(?:(?P<zd>\d{{1,2}}|{_CN}{{1,3}})(?:日|号|(?=[-~至到(起前 ]|$))|(?P<edge>底|末))?)",
            r"(?P<yedge>(?:the )?end of (?:the|this) (?:calendar )?year\b"
            r"|(?P<ey>\d{4})年年?(?:底|末)|(?:今|本)年年?(?:底|末)|(?<=[至到])年(?:底|末)|(?<=[于在])年(?:底|末)(?=之?前|以前))",
            r"(?P<lost>(?<![\d.])20\d\d(?:\d{3,4}日|\d{1,2}月\d{1,2}日)|(?<![\d.])20\d{5}(?=(?:前|起|止|至|之前|以前|开始))"
            r"|(?:(?<=[自至于到])|(?<=截至|截止))20\d{5}(?!\d)"
            r"|(?<![\d./-])(?:20\d{6,7}(?=日)(?!(?:[01]\d[0-3]\d)日)|20\d\d[/-](?!20\d\d)\d{3,4}(?![\d./-])|\d{1,2}[/-]\d{1,2}20\d\d(?!\d)|(?!20\d\d[/-])\d{3,4}[/-]20\d\d(?!\d)))",
            rf"(?P<compact>(?<!\d)(?P<cy>{_Y})(?P<cm>[01]\d)(?P<cd>[0-3]\d)(?=日|起|止|前|\s*[-~至]\s*{_Y}[01]\d[0-3]\d(?!\d))日?"
            rf"|(?<=[-~至])(?P<cy2>{_Y})(?P<cm2>[01]\d)(?P<cd2>[0-3]\d)(?!\d))",
            rf"(?P<iso>(?<![\d.])(?P<iy>{_Y}|1[0-2]\d(?=[/.]))(?P<is>[-/.])(?P<im>\d{{1,2}})(?P=is)(?P<id>\d{{1,2}})日?(?![\d]))",
            rf"(?P<num>(?<![\d.])(?P<n1>\d{{1,2}})(?P<ns>[-/.])(?P<n2>\d{{1,2}})(?P=ns)(?P<ny>{_Y}|\d\d)(?![\d]))",
            rf"(?P<dmr>(?<![\d.,])(?<!under )(?<!over )(?<!aged )(?<!than )(?<!\d:)(?P<rd1>\d{{1,2}}){_ORD}"
            rf"(?P<rj>(?:{_JOIN}{_NAMED}\d{{1,2}}{_ORD}){{0,9}}?)"
            rf"{_JOIN}(?P<rw>{_NAMED})(?P<rd2>\d{{1,2}}){_ORD} (?:of )?(?P<rmon>{_MONTH})(?:,? (?P<ry>{_Y}))?)",
            rf"(?P<mdr>(?P<qmon>{_MONTH}) (?P<qd1>\d{{1,2}}){_ORD} ?(?:-|to|through|and"
            rf"|&) ?(?P<qd2>\d{{1,2}}){_ORD}(?![\d:/]|,\d)(?! ?(?:am|pm|{_MONTH}))(?:,? (?P<qy>{_Y}))?)",
            rf"(?P<dm>(?<![\d.,])(?<!\d:)(?P<dd>\d{{1,2}}){_ORD}(?: day)?(?: of)?[ -]?"
            rf"(?P<dmon>{_MONTH})(?:,? ?[-' ]?(?P<dy>{_Y}|(?<=['-])\d\d(?!\d)))?)",
            rf"(?P<md>(?P<mmon>{_MONTH}) (?P<mday>\d{{1,2}}){_ORD}(?![\d:.]\d|\d)(?:,? (?P<my>{_Y}))?)",
            rf"(?P<bare>(?<!\d )(?<!early )(?<!mid-)(?<!mid )(?<!late )(?P<bmon>{_MONTH})"
            rf"(?=(?:, {_MONTH}){{0,4}},? (?:and|or|to|through|until|-) (?:the end of )?(?:{_MONTH}),? (?P<by>{_Y}))"
            rf"|(?:(?<=▣ in )|(?<=▣ during )|(?<=▣ throughout ))(?P<bmon2>{_MONTH})(?! ?\d))",
            rf"(?P<my2>(?<!early )(?<!mid-)(?<!mid )(?<!late )(?P<omon>{_MONTH}),? (?P<oy>{_Y}))",
            r"(?P<ampm>(?<![\d.])(?<!\d:)(?P<ah>\d{1,2})(?:[:.](?P<ami>\d\d))?(?::\d\d)? ?(?P<ap>[ap]\.?m\b\.?|noon\b"
            r"|midnight\b|nn\b|mn\b))",
            r"(?P<word>\b(?:noon|midday|midnight)\b)",
            r"(?P<hrs>(?<!\d)(?P<hh>[0-2]\d):?(?P<hm>[0-5]\d) ?(?:hrs|hours|hr|h)\b\.?)",
            rf"(?P<time>(?:(?P<part>{_PART}) ?)?(?:(?<![\d.])(?<!\d:)(?P<th>\d{{1,2}}):(?P<tm>\d\d)(?::\d\d)?(?!\d|:\d)"
            r"|(?<!\d)(?P<ch>\d{1,2}|零|〇|[一二两三四五六七八九十]{1,3})(?:时|点钟?)(?![间段效长期评积数差])(?:(?P<cmi>\d{1,2}|[一二三四五六七八九十零]{1,3})分|(?P<half>半)|(?P<quarters>[一三])刻|整|正(?![式常]))?))",
            rf"(?P<part2>(?!晚[^上间]|[早夜](?![上晨间里]))(?:{_PART})|全天|整天|全日|(?<=[日号)])当[日天](?=,))",
            r"(?P<next>次日|翌日|隔日|第二天|次晨|(?:the )?(?:next|following) (?:day|morning)\b)",
            r"(?P<same>同[日天]|(?:on )?the same (?:day|date|night|evening)\b"
            r"|(?:(?<=before )|(?<=by )|(?<=until )|(?<=till )"
            r"|(?<=from )|(?<=after ))that (?:date|day)\b|(?<=[ap]m )(?:on )?that (?:day|evening|night)\b"
            r"|(?:该|上述|前述)日期?(?=\(?含?\)?(?:之?前|以前|起|后)))",
            rf"(?P<weekday>{WEEKDAY})",
            r"(?P<note>\((?![^()\n]*[一二两三四五六七八九十][点时])"
            r"(?:[^()\n\d]{1,40}|\+ ?1[^()\n]{0,8})\)|均?含当[日天]|both (?:dates|days) inclusive"
            r"|\binclusive\b)",
            r"(?P<dayonly>(?<![\d.])(?<!\d:)(?<!\d,)(?:(?<!,)\d{1,2}[日号]|(?<=,)\d{1,2}[日号](?=起|\d{1,2}(?:[点时]|:\d\d)|[至到、~-]\d{1,2}[日号]|\((?:周|星期)[一二三四五六日天]\)起|(?:\((?:周|星期)[一二三四五六日天]\))?(?:起|将|均|全部|统一)*(?:恢复|正常|照常|如常|复业)))(?![内起]?内|均|夜|元)|(?<=[至到~、和及-])[一二三四五六七八九十]{1,3}[日号])",
            r"(?P<weak>(?<![\d/.,$¥])(?<!\d:)(?P<w1>\d{1,2})(?P<ws>[/.])(?P<w2>\d{1,2})(?![\d/%‰元折倍万亿:]|[.,]\d))",
        )
    )
    + ")",
    re.I,
)
WORTH_READING = re.compile(
    r"\d|即[日时刻]|今[日天]起|之日起|公告日|[一二三四五六七八九十]月|另行|季度"
    r"|further notice|immediate|day of|end of|until|throughout|tonight|that (?:date|day)|[该述]日",
    re.I,
)
