"""Blanks that nobody filled, in the head and in the clauses; those for seals, hands and dates are no faults."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.conversation import Severity
from bot.review.found import Case, Found, Span
from bot.review.paper import Clause, Paper, Sentence
from bot.review.quoting import part_of
from bot.review.regions import Regions, regions_of

_UNIT = "[元万年月日天个人名次%‰周时份条家项倍]"
_BLANK = re.compile(
    r"_{2,}(?:\s*_+)*|【\s*】|\[\s*\]|〔\s*〕|［\s*］|[（(]\s*(?:大写|小写)\s*[:：]?\s*(?:人民币|[¥￥])?\s*(?:元?整?)?\s*[)）](?!\s*[:：]?\s*(?:人民币|[¥￥])?\s*[\d〇零一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾佰仟])"
    r"|[（(][ ]*[)）]|[（(][:：]\s*[)）]"
    r"|[·.…]{6,}|…{2,}\s*(?=[元万年月日天个人名次%‰周秒])|\d{0,3}[XＸ×x]{1,4}\s*年(?=\s*[XＸ×x\d])|(?<=[年月])\s*[XＸ×]{1,2}\s*(?=[月日])|-{5,}|—{4,}"
    r"|(?<![A-Za-z])[XＸ×]{2,}(?![A-Za-z]|-\d)|(?<![A-Za-z])x{2,}(?=[年月日元%公店号])|(?<=[为是按付即人币￥¥])\s*[*＊●]{1,6}\s*(?=[元万年月日天%])|某某"
    r"|(?<![不未尚有])待定|待填写?|待补充?|待商[定议]填|\bTBD\b|\bN/A\b"
    rf"|(?<=[为是计付币:：￥¥到起至自于])\s*/\s*(?={_UNIT}|[。，；]|$)"
    rf"|(?<=[于在自至到为第按即付计共币约￥¥超：:])[ ]{{2,}}(?={_UNIT})|(?<=[年月])[ ]{{2,}}(?=[月日])"
    r"|(?<=[\u4e00-\u9fff])[ ]{3,}(?=[元%‰日天月个名次家份秒])|(?<=[\u4e00-\u9fff：:])[ ]{3,}(?=[。，；、])|(?<=系人|电话|地址|邮箱|账号|户名|户行)[ ]+(?=[，。；、])"
)
_EXAMPLE = re.compile('(?:写|例如|比如|说|填|回复|备注|格式[为是]|形如|标注|显示)[为成作]?[:：]?[“「"]?$')
"""What stands before signs that are written so on purpose."""
_CHOICES = re.compile(r"[□☐○]\s*[^□☐○☑☒■√✓✔]{1,40}[□☐○]")
_CHOSEN = re.compile("[☑☒■√✓✔●]")
_FORMAL = re.compile(
    r"(?:合同|协议)?编号|签[订署约]|日期|地点|盖章|签字|签章|身份证|传真|邮编|统一社会信用代码|信用代码|法定代表|职务|第[\s_]+页"
)
_LABEL = re.compile(
    r"(?:[甲乙]方(?:[（(][^）)]{1,12}[)）])?|(?:收款)?(?:户名|账户名称|开户行|开户银行|账号|帐号|银行账号)|地址|住所地?|联系地址|通讯地址"
    r"|联系人|联系电话|电话|手机|电子?邮箱|邮箱|微信号?|店铺名称)\s*[:：]\s*$"
)
_GRAVE = re.compile(
    r"元|万|[%‰]|价|费|款|金额|押金|保证金|佣金|提成|比例|期限|起|止|年[\s_]*月|大写|名称|户名|账号|法院|仲裁|[甲乙]方[（(:：]"
)


def blanks(case: Case) -> Iterator[Found]:
    """One finding for each sentence with blanks."""
    regions = regions_of(case.paper)
    for sentence in case.paper.sentences:
        clause = case.paper.clauses[sentence.clause]
        spans = list(_spans(case.paper, regions, sentence, clause))
        if not spans or _is_formal(regions, sentence, clause):
            continue
        first, last = spans[0], spans[-1]
        quoted = Span(
            part_of(case.paper, first, sentence).start,
            max(part_of(case.paper, last, sentence).end, first.end),
        )
        words = case.paper.text[quoted.start : quoted.end]
        severity: Severity = "high" if _GRAVE.search(words) else "medium"
        yield Found("blank", quoted, severity=severity)


def _spans(paper: Paper, regions: Regions, sentence: Sentence, clause: Clause) -> Iterator[Span]:
    text = sentence.text
    for match in _BLANK.finditer(text):
        if _EXAMPLE.search(text[: match.start()]):
            continue
        yield Span(sentence.start + match.start(), sentence.start + match.end())
    if _CHOICES.search(text) and not _CHOSEN.search(text):
        yield Span(sentence.start, sentence.end)
    if clause.index < regions.body and _LABEL.fullmatch(text.strip()) and _stays_empty(paper, clause):
        yield Span(sentence.start, sentence.end)


def _stays_empty(paper: Paper, clause: Clause) -> bool:
    """Whether what follows a label with nothing behind it is another label or clause, and not its value."""
    if clause.index + 1 >= len(paper.clauses):
        return True
    following = paper.clauses[clause.index + 1]
    words = paper.words(following)
    return following.number is not None or ":" in words or "：" in words or len(words) > 60


def _is_formal(regions: Regions, sentence: Sentence, clause: Clause) -> bool:
    """Whether a blank is to be filled by hand at signing."""
    if clause.index in regions.signature:
        return not re.search("账号|帐号|开户", sentence.text) or "_" not in sentence.text
    short = len(sentence.text) < 60 and not clause.number
    return (
        short
        and (clause.index < regions.head or clause.index >= regions.body)
        and bool(_FORMAL.search(sentence.text))
    )
