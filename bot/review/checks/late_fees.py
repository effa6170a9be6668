"""A late fee far beyond any loss (民法典第五百八十五条第二款): a daily rate against what money costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.arithmetic import penalties
from bot.arithmetic.worked import percent, share, yuan
from bot.conversation import Severity
from bot.quantities import Quantity, parse
from bot.review.checks.paying import Fees, Payer, fees, payer
from bot.review.found import Case, Found, Span
from bot.review.paper import Sentence
from bot.review.roles import MERCHANT, PROVIDER

FAIR = Decimal("0.1")
"""Percent a day up to which a late fee is usual (千分之一; 万分之五 is the commonest)."""

GRAVE = Decimal("0.3")
"""Percent a day from which it is far beyond any loss."""

_M, _P = MERCHANT, PROVIDER
_LATE = re.compile(
    "逾期|迟延|延迟|延期|延付|延误|逾[^，。；]{0,6}日期|拖欠|拖延|拖|迟(?:付|交|缴|到|一|支付|结)|晚(?:付|交|缴|到|了|一|打|给)|欠(?:付|款|费)|滞纳|超期|过期|宽限|暂缓支付"
    "|(?:未|没)(?:有|能)?[^，。；]{0,16}(?:到账|支付|付款|付清|结清|收到款|打款|缴)|不(?:按时|及时|准时)"
)
_FEE = re.compile(
    "滞纳金|违约金|利息|罚|加收|加付|计收|计付|计算|收取|补偿|赔|多付|另付|多收|递增|支付|扣|占用费|资金成本|上浮|提高|标准|比例|加计|资金|利率|相当于"
)
_LIMIT = re.compile("累计|不超过|最高|最多|上限|超过|低于|不足|达到|降低|下降|封顶")
_LIMIT_AFTER = re.compile("[^，。；]{0,3}(?:为限|封顶|为上限|以内|止)")
_MONEY = re.compile("利率|付|款|费|欠|钱|缴|结算|账|金额")
_OTHER_DUTY = re.compile(
    "提供服务|到岗|上岗|上线|响应|交付|返还资料|整改|交接|开具?(?:发票|票)|发票|补贴|加班|奖励|工资"
)
_PROVIDER_LATE = re.compile(
    f"(?<!导致)(?<!致使)(?<!造成)(?<![向给]){_P}[^，。；{_M}]{{0,20}}(?:逾期|迟|延|晚|拖|欠|未|不)"
)
_MERCHANT_LATE = re.compile(
    f"{_M}[^，。；{_P}]{{0,20}}(?:逾期|迟|延|晚|拖|欠|未|不)|(?:付款|服务费|费用|款项|账单|合同款|欠费|占用费|逾期利率)"
)
_SUBJECT = re.compile(f"(?<![向给由])[{_M}{_P}](?!可|有权|得|按)")
_EITHER = re.compile("任何一方|任一方|双方|一方|违约方|逾期方")


def late_fees(case: Case) -> Iterator[Found]:
    """Late fees that our side pays and that are more than usual; the merchant's for a neutral reader."""
    paid = fees(case)
    before = ""
    clause = -1
    for sentence in case.paper.sentences:
        said = case.said(sentence)
        around = case.lead_in(sentence) + said
        if sentence.clause == clause and not _SUBJECT.search(said):
            around = before + said
        before, clause = said, sentence.clause
        if not (_LATE.search(around) and _FEE.search(said) and _MONEY.search(around)):
            continue
        figure, daily = next(
            ((one, rate) for one in parse(said) if (rate := _daily(said, one, paid)) and rate > FAIR),
            (None, FAIR),
        )
        if figure and _late(case, sentence, around) in (case.mine, "both"):
            yield _found(sentence, figure, daily, paid)


def _late(case: Case, sentence: Sentence, around: str) -> Payer:
    """Who is late, and so pays."""
    merchant, provider = _MERCHANT_LATE.search(around), _PROVIDER_LATE.search(around)
    if _EITHER.search(around):
        return "both"
    if provider and (merchant is None or provider.start() < merchant.start()):
        return "provider"
    if merchant and not _OTHER_DUTY.search(around):
        return "merchant"
    return payer(case, sentence)


def _daily(text: str, figure: Quantity, paid: Fees) -> Decimal | None:
    """The fee in percent a day; None for a figure that is no late fee."""
    before = text[: figure.start]
    if _LIMIT.search(before[-10:]) or _LIMIT_AFTER.match(text, figure.end):
        return None
    per = (figure.per or _per(before) or _per_after(text[figure.end :])).replace("天", "日")
    if per == "小时" and _DAY_OF_HOURS.search(before):
        per = "日"
    if figure.kind == "rate" and figure.unit == "%" and per == "小时":
        return figure.value * 24
    if figure.kind == "rate" and figure.unit == "%" and per in ("日", "周", "月", "年"):
        return penalties.daily(figure.value, per)
    if _PRICE.search(before):
        return None
    if figure.kind == "amount" and figure.unit == "元" and per == "日" and paid.monthly:
        return figure.value * 100 / paid.monthly
    return None


_PRICE = re.compile("(?:服务费|月费|报酬|价款|费用总额)(?:为|是|计|共计?|：)?(?:人民币)?$")
"""What the service costs, named beside the late fee."""

_DAY_OF_HOURS = re.compile("(?:24|二十四)个?小时")
_AFTER = re.compile("(?:钱)?(?:的(?:标准|比例))?(?:一|/|每|逐|按)(?P<per>天|日|周|个?月)(?!前)")
_BEFORE = re.compile(
    "每(?:满|逾期|迟延|延迟|延期|拖欠|晚|拖|迟|超)?[^，。；]{0,4}?一?个?(?P<each>日|天|月|周|星期)"
    "|(?P<hours>(?:24|二十四) ?个?小时)"
    "|[按逐](?P<by>日|天|月|年)(?!服务|度|结|费)"
    "|(?:逾期|迟延|延迟|拖|晚|欠|拖欠|过后|迟)一(?P<one>日|天|周|个月|月)"
    "|(?<![\\d一二三四五六七八九十百个作半每当])(?P<rate>日|月|年)(?:利率|息|利|化)?(?=[^，。；]{0,8}$)"
)
_HOURS = re.compile("(?:24|二十四) ?个?小时")
_REACH = 42
"""Characters from what a figure is by to the figure."""


def _per(before: str) -> str:
    """What a figure is reckoned on, by the words before it: 每逾期一日, 日, 按日, 月息."""
    near = re.split("[。；]", before)[-1][-_REACH:]
    found = [match[match.lastgroup or 0] for match in _BEFORE.finditer(near)]
    return _HOURS.sub("日", found[-1]).replace("星期", "周").removeprefix("个") if found else ""


def _per_after(after: str) -> str:
    """The same by the words behind it: 二百块一天."""
    match = _AFTER.match(after)
    return match["per"].removeprefix("个") if match else ""


def _found(sentence: Sentence, figure: Quantity, daily: Decimal, paid: Fees) -> Found:
    severity: Severity = "high" if daily >= GRAVE else "medium"
    fields = {
        "rate": _told(figure),
        "annual": percent(penalties.annual(daily)),
        "cost": _cost(daily, paid),
        "days": str(penalties.whole_days(daily)[0]),
    }
    rule = "late-fee-flat" if figure.kind == "amount" else "late-fee-rate"
    return Found(rule, Span(sentence.start, sentence.end), fields, severity)


def _told(figure: Quantity) -> str:
    """The figure with what it is by, where it is by the day or month on its face."""
    return f"每{figure.per}{figure.text}" if figure.per else figure.text


def _cost(daily: Decimal, paid: Fees) -> str:
    """What ten days cost, where the paper tells what is paid."""
    if paid.monthly is None:
        return ""
    ten = share(paid.monthly, daily * 10)
    return f"按每月{yuan(paid.monthly)}的服务费算，晚付 10 天要多付{yuan(ten)}。"
