"""Weights and instalments in sentences that should make 100 % and do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.documents.numbering import RANK_ARTICLE
from bot.review.found import Case, Found, Span
from bot.review.paper import Clause, Paper, Sentence
from bot.review.quoting import trimmed, whole

_RATE = re.compile(
    r"(?P<rate>\d{1,3}(?:\.\d+)?)\s*%|百分之(?P<words>[一二三四五六七八九十]{1,3})(?![一二三四五六七八九十])|(?P<tenths>[一二三四五六七八九])成(?P<half>[五半])?(?![新不为功交])"
)
_WEIGHT = re.compile(r"(?:占|权重|比重|占比|分值)[^，。；,;、%\d]{0,8}$")
_WEIGHTS = re.compile("权重|占比|比重|分值|加权|占(?:总分|考核|绩效)?")
_ASSESSED = re.compile("考核|评分|总分|得分|权重|绩效|质检")
_INSTALMENT = re.compile(
    r"(?:首付|首期|预付|定金|第[一二三四五六\d][期笔次]|中期|进度|尾款|余款|验收|签[订约署]|支付|付|付清|结清)[^。；;%]{0,28}$"
)
_INSTALMENTS = re.compile(
    "分[一二两三四五六\\d][期笔次]|付[^，。；%]{0,6}\\d+\\s*%[^。；]*付[^，。；%]{0,6}\\d+\\s*%|首付|首期|预付|尾款|余款|第[二三四]期|第二[笔次]|(?:付款|支付)安排|第[\\d一二三四五六七八九十]+个?月[^，。；]{0,4}付"
)
_OF_TOTAL = re.compile(
    "(?:费|款|酬|金)[^。；%]{0,12}\\d[\\d,.]*\\s*元|总价|总额|总金额|总费用|合同(?:价|金额|款|总)|服务费(?:总|的)|年费|全款|款项|费用的|价款"
    r"|(?:费|款|酬|金)[^。；]{0,44}分[一二两三四五六\d][期笔次](?:支付|付|给付|结算|缴)"
    r"|(?:全年|整年|年度|全部|合同期)[^，。；]{0,6}(?:费|款|酬)|(?:费|款|酬)[^，。；]{0,4}分[一二两三四五六\d][期笔次]"
)
_OPEN_END = re.compile("(?:剩余|其余|余下|余款|尾款|其他部分)[^，。；;,\\n%\\d]{0,20}(?:[，。；;,\\n]|$)")
_NOT_SHARES = re.compile(
    "违约金|滞纳|逾期|加收|按日|每日|罚|利息|折|上浮|下浮|税率|(?<![含价])税|超过|不足|低于|高于|达到|以上|(?<![按如])以下|不低于|不高于|满意|率[不为应低高]|扣[减除]|奖励|佣金|提成"
)
_LIST = re.compile(
    r"(?:权重|比重|占比|组成|构成)[^。；\d]{0,10}[:：]|(?:分配|分摊|划分|瓜分)[^。；\d]{0,10}(?:[:：]|为|是)|(?:考核|总分|评分|得分)[^。；]{0,16}由[^。；\d]{0,12}(?:组成|构成)"
)
_COMPOSED = re.compile("由[^。；]{2,40}(?:构成|组成)|分为|[两二三四]部分")
_HALVED = re.compile(r"^\s*(?:是|为|作为?|算|归|跟着?|按|随|用作?|留作?|挂钩?|与|同|和)[^，。；]{1,24}")
"""What stands behind each part of a fee that is told in tenths: 七成是底费，三成跟着考核走."""
_FEE = re.compile("费|款|酬|钱")
_NOT_PARTS = re.compile(
    "完成|过错|[时若]|如果|的，|另|赔|不低于|不高于|[≥≤]|达到|以上|以下|超过|扣[减除]|奖励|违约|提成|佣金|折"
)
_NAMED = re.compile(r"[\u4e00-\u9fff]{2,12}\s*[（(]?$")
_NOT_WEIGHTS = re.compile("不低于|不高于|[≥≤]|达到|以上|以下|超过|扣[减除]|奖励|税|违约|提成|佣金")
_ONE = r"(?:\d{1,3}(?:\.\d+)?\s*%|百分之[一二三四五六七八九十]{1,3}|[一二三四五六七八九]成[五半]?)"
_RESPECTIVELY = re.compile(
    rf"(?:分别|依次|各自|顺次|按顺序|各占|各为)[^，。；\d%百]{{0,10}}(?P<rates>{_ONE}(?:(?:[、，/]|以及|[和及与])+{_ONE})+)"
)
"""分别占40%、35%和30%: shares that are told in one row."""
_SHARED = re.compile("占|权重|比重|比例|分[一二两三四五六\\d][期笔次]")
_ASIDE = re.compile("（[^（）]*(?:不低于|不高于|不少于|不超过|[≥≤]|以内|以上)[^（）]*）")
"""What is to be reached, in brackets behind what is weighed."""
_TIMES = re.compile(r"[×xX*＊]\s*$")
_HUNDRED = Decimal(100)
_LEAST = 50
"""What shares that are told in one row make at least; smaller rates are of other things (提成分别占2%、3%)."""
_CN = {char: value for value, char in enumerate("零一二三四五六七八九")}


def shares(case: Case) -> Iterator[Found]:
    """Sentences, and lists of items, whose weights or instalments do not make 100 %."""
    paper = case.paper
    done: set[int] = set()
    for clause in paper.clauses:
        if clause.kind == "table" or clause.index in done:
            continue
        group = _group(paper, clause)
        for sentences in [[one] for one in paper.sentences_of(clause.index)] + (
            [group] if len(group) > 1 else []
        ):
            found = _judged(paper, sentences)
            if found:
                done.update(sentence.clause for sentence in group)
                yield found
                break


def _group(paper: Paper, clause: Clause) -> list[Sentence]:
    """The sentences of a clause, with those of its items where the clause leads to a list, or is the title over one."""
    sentences = list(paper.sentences_of(clause.index))
    items = list(_items(paper, clause))
    led = paper.plain[clause.start : clause.end].rstrip().endswith(("：", ":"))
    if led or (len(items) > 2 and all(_one_weight(paper, item) for item in items)):
        for item in items:
            sentences.extend(paper.sentences_of(item.index))
    return sentences


def _items(paper: Paper, clause: Clause) -> Iterator[Clause]:
    """The numbered clauses of one rank that follow a clause, below it or beside it."""
    rank = None
    for following in paper.clauses[clause.index + 1 :]:
        if following.number is None or following.rank < (rank or clause.rank if clause.number else 0):
            return
        if rank is None:
            if following.number.value != 1 or following.rank <= RANK_ARTICLE:
                return
            rank = following.rank
        elif following.rank < rank or (following.rank == rank and following.number.value == 1):
            return
        yield following


def _one_weight(paper: Paper, clause: Clause) -> bool:
    """Whether a clause gives exactly one weight."""
    text = paper.plain[clause.start : clause.end]
    return sum(_is_weight(text, match) for match in _RATE.finditer(text)) == 1


def _judged(paper: Paper, sentences: list[Sentence]) -> Found | None:
    text = _ASIDE.sub("", "\n".join(sentence.text for sentence in sentences))
    if text.count("%") + text.count("百分之") + text.count("成") < 2:
        return None
    row = _RESPECTIVELY.search(text)
    if row and _SHARED.search(text[: row.start("rates")]) and not _NOT_WEIGHTS.search(row[0]):
        values = [_value(match) for match in _RATE.finditer(row["rates"])]
        return (
            None
            if _in_hundreds(values) or sum(values) < _LEAST
            else _found(paper, sentences, values, "这里的比例")
        )
    matches = list(_RATE.finditer(text))
    weighing = [match for match in matches if _is_weight(text, match)]
    if len(weighing) == len(sentences) - 1 > 2 or (len(weighing) > 2 and "权重" in text):
        # 满意度不低于95%，权重30%: what is to be reached is no share.
        matches = weighing
    rates = [(text[max(0, match.start() - 32) : match.start()], _value(match)) for match in matches]
    values = [value for _, value in rates]
    total = sum(values, Decimal(0))
    if _in_hundreds(values):
        return None
    lead_in = _LIST.search(text)
    listed = (
        lead_in
        and not _NOT_WEIGHTS.search(text[lead_in.end() :])
        and all(_NAMED.search(lead) for lead, _ in rates)
    )
    parted = (
        matches is not weighing
        and len(rates) == 2
        and _FEE.search(text[: matches[0].start()])
        and all(_HALVED.match(text[match.end() :]) for match in matches)
        and not _NOT_PARTS.search(text)
    )
    multiplied = "+" in text.replace("＋", "+") and all(_TIMES.search(lead) for lead, _ in rates)
    weighted = (
        listed
        or multiplied
        or parted
        or (matches is weighing)
        or (_COMPOSED.search(text) and all(_WEIGHT.search(lead) for lead, _ in rates))
        or (
            _WEIGHTS.search(text)
            and _ASSESSED.search(text)
            and all(_WEIGHT.search(lead) for lead, _ in rates)
        )
    )
    paid = (
        _INSTALMENTS.search(text)
        and _OF_TOTAL.search(text)
        and not _OPEN_END.search(text)
        and not _NOT_SHARES.search(text)
        and all(_INSTALMENT.search(lead) for lead, _ in rates)
    )
    if not (
        (weighted and (len(values) > 2 or total > _HUNDRED or "权重" in text)) or (paid and len(values) > 1)
    ):
        return None
    if weighted and _HUNDRED in values:
        return None
    return _found(paper, sentences, values, "这里的权重" if weighted else "分期付款的比例")


def _found(paper: Paper, sentences: Sequence[Sentence], values: Sequence[Decimal], what: str) -> Found:
    total = sum(values, Decimal(0))
    first, last = sentences[0], sentences[-1]
    span = trimmed(paper, Span(whole(paper, first).start, whole(paper, last).end))
    return Found("percentages", span, {"total": f"{total.normalize():f}", "what": what})


def _is_weight(text: str, match: re.Match[str]) -> bool:
    """Whether a rate is called a weight: 权重30%, 占30%, 30%的权重."""
    return bool(
        _WEIGHT.search(text[max(0, match.start() - 32) : match.start()])
        or re.match(r"\s*的?(?:权重|比重|占比)", text[match.end() :])
    )


def _in_hundreds(values: Sequence[Decimal]) -> bool:
    """Whether the shares make 100, or do so in groups one behind the other: those of a share are told right there."""
    total = Decimal(0)
    for value in values:
        total += value
        if total == _HUNDRED:
            total = Decimal(0)
    return bool(values) and total == 0


def _value(match: re.Match[str]) -> Decimal:
    if match["rate"]:
        return Decimal(match["rate"])
    if match["tenths"]:
        return Decimal(_CN[match["tenths"]] * 10 + (5 if match["half"] else 0))
    tens, ten, ones = match["words"].rpartition("十")
    if not ten:
        return Decimal(_CN.get(match["words"], 0))
    return Decimal(_CN.get(tens or "一", 1) * 10 + _CN.get(ones or "零", 0))
