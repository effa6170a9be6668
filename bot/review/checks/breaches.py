"""What each side has to do for a breach: stretches of sentences with one subject, and how lightly it gets off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.review.checks.paying import Payer, payer_in
from bot.review.found import Case
from bot.review.paper import Sentence
from bot.review.roles import MERCHANT, PROVIDER

_M, _P = MERCHANT, PROVIDER
_PIECES = re.compile(
    f"(?<=[；;。])|，(?=(?:而|但|则|其中)?[{_M}{_P}](?:的赔|违约|的违约|的?责任|的?违约金|则|仅|只|如|若|每))|，(?=[{_M}{_P}][^，。；{_M}{_P}]{{0,6}}(?:终止|解除|结束|退出|停工|缺岗|逾期|迟延)[^，。；]{{0,4}}(?:的|则))|，(?=[^，。；{_M}{_P}]{{0,6}}(?:系|属|因|由)[{_M}{_P}][^，。；]{{0,8}}的)"
)
PAYS = re.compile(
    "违约金|赔|罚|扣|补偿|滞纳金|没收|不退|利息|支付[^，。；]{0,12}[元%‰]|承担[^，。；]{0,10}责任|全额|抵减|减收|减付|让利|计收|追究|追偿|索赔|计费|付清"
)
_BREACH = re.compile(
    "违约(?!金|责任)|违反|未|逾|迟|误|错|失|停|达不到|不达标|不合格|应退|泄|擅自|解约|解除|终止|造成|导致|引发|自拟|差错|缺|过错|延|瑕疵|不能(?:按|及时|提供|履行|到|达|完成|胜任)|不足|问题|下降|投诉|无法|不符|漏|不到位|不履行|退出|退还|结束|停止|撤场|拒付|停工|中断|同样(?:的)?情[形况]|提出(?:终止|解除|退出)?的|毁约|爽约|故意(?:时|才)"
)
_MILD = re.compile(
    "致歉|道歉|两不相欠|赔礼|赔不是|谅解|体谅|包涵|互谅|改进|改正即可|整改即可|整改，|纠正即可|宽限|包容|容忍|理解|等待|提醒|批评|警告|教育|"
    "为(?:其)?(?:全部|唯一)(?:的)?责任|整改机会|活期(?:利率|利息)|最高(?:赔付?|承担|支付|补偿)|"
    "(?:只|仅|至多|最多|不过)(?:有|可|能|就|在|以|需|须|要|应|负责?|承担|退|返|限|赔|按|对|是|能)|"
    "顺延|延长[^，。；]{0,6}(?:服务|期)|(?:替代|代替|抵销)[^，。；]{0,6}(?:责任|违约)|各半|互不(?:追究|相欠)|补(?:班|足工时|足时长|回工时)|免收(?:当[日天]|[一二两三\\d]+[日天])[^，。；]{0,6}费|(?:补足|补齐|补上|顶上|更换|另派|再派)[^，。；]{0,6}(?:即可|就行|便可|了事)|(?:赠送|免费)[^，。；]{0,12}(?:服务|时长)|(?:退还|返还|退回|退)[^，。；]{0,14}(?:费用?|部分|款项?)[^，。；]{0,4}(?:即可|就行|便可|了事)|了结|了事|"
    "不(?:构成|视为|算|作为|以|按|作)[^，。；]{0,4}违约|无息|不计(?:利)?息|(?:沟通|协商|商量)(?:的)?(?:方式)?[^，。；]{0,4}(?:解决|化解|处理|着)|"
    "不(?:再|另|另行|予|用|必|作|涉及|谈|提|做)*(?:承担|支付(?![^，。；]{0,6}(?:服务费|费用|报酬|款)|[，。；])|赔|负|追究|计(?=[^，。；]{0,4}(?:违约|息|赔|责|罚|滞纳))|罚|扣|减|补|涉及)|口头|检讨|另议|再议|减半|(?<!依法)减轻|从轻|限于|由(?:其|该|责任)[^，。；]{0,6}(?:个人|员工|人员|本人|客服)|无(?:需|须)(?:承担|支付|赔|负)|免(?:责|除|于)|"
    "不得[^，。；]{0,10}(?:主张|追究|索赔|要求)|(?:酌情|视情|适当|象征性)[^，。；]{0,6}(?:补偿|赔|减|处理|给予)|"
    "以[^。；]{0,24}(?:为(?:限|上限|最高|封顶)|封顶)|(?:赔偿|责任)[^。；，]{0,8}不(?:超过|高于)|最高不超过|(?:另行|再行)(?:安排|补)"
)
_OWES_NOTHING = re.compile("不(?!得)|无|免")
_CAUTION = re.compile("提醒|批评|警告|教育|改进|口头|检讨|等待|理解|包容")
_NO_MORE = re.compile(
    "[^，。；]{0,8}[。；]?$|[^。；]{0,12}(?:即可|就行|便可|处理|解决|了事|为限|为主|不再|不另|不作|不予)"
)
"""What makes a word of caution the only consequence of a breach."""
_JUST = re.compile(
    "(?:仅|只|以|给予|予以)[^，。；]{0,6}$|^(?![^。；]*发现)[^。；]*(?:应|须|当)[^，。；]{0,4}$"
)
_CAPPED = re.compile("为(?:限|上限|最高)|不(?:超过|高于)|封顶|至多|最多")
_ASSESSED = re.compile("(?:核减|扣减|扣罚|考核|扣除)[^。；]{0,30}(?:为限|上限|封顶|不超过)")
"""A limit to what is taken off the fee by the month is usual."""

_OWN_DELAY = re.compile(
    "(?:付款|支付|结算|服务费)[^，。；]{0,10}顺延|(?:一切|任何|全部|所有)[^。；]{0,40}(?:概不|不(?:承担|负))"
    "|(?:故意|重大过失)[^。；]{0,30}不(?:承担|负)"
)
"""Our payment waits for what the other side owes us; an exclusion of all liability, which has a rule of its own."""

_PAYS_NOTHING = re.compile("不(?:再|另行|另|予|必)?(?:承担|支付|赔|负|追究|收取)|无(?:需|须)")
_EXCUSED = re.compile(
    "不可抗力|(?:有权|可以?|应当?)拒绝|平台(?:系统|故障|原因|规则)|(?:可以?|有权|得)(?:随时|立即)?(?:停止|暂停|解除|终止|退出)[^。；，]{0,8}，?[^。；，]{0,4}不(?:算|构成|视为|属于?)[^。；，]{0,2}违约|(?:各自|双方|互)(?:不|均不)?(?:承担|负责|追究)|不足以|除[^，。；]{0,10}外，?还"
)

_ONLY = re.compile("只|仅|至多|最多|不过|以|最高|不|无|免|象征|酌情|视情|适当")
_FULL = re.compile("(?:支付|承担|扣减?|赔偿)[^，。；]{0,20}(?:[元%‰]|损失|违约金|违约责任|赔偿责任)")
_GENEROUS = re.compile("(?:个月|合同总|全年|年度)[^，。；]{0,14}为限|不超过[^，。；]{0,16}(?:个月|总额|全年)")
_LIMIT = re.compile("为(?:限|上限|最高)|封顶|不(?:超过|高于)")
"""A limit to the damages for one breach among others is usual; a limit to all that a side answers for is told."""

_NEAR = 2
"""Characters between two sentences that follow each other."""

DIRECT = re.compile("违约(?!金)|违反|不达标|达不到")
"""A breach by name: to get off lightly for it is told wherever the other side pays."""

_AGENTS_FAULT = re.compile(
    "(?:客服|坐席|座席)(?:人员)?(?:自己|自身|个人)?[^，。；]{0,4}(?:答错|说错|错发|改错|差错|失误|过错|失职)"
)
"""A breach of the provider's without its name: 因客服自己答错….."""

_GOES_ON = re.compile(f"^(?:但|且|如|若)?(?:逾期|未|仍未|超过|迟延)[^，。；{_M}{_P}]{{1,20}}的，")
"""What goes on with the breach told before: 应提前两日通知；未提前通知的，…."""


@dataclass(frozen=True)
class Piece:
    """What one side has to do for a breach: a stretch of a sentence with one subject."""

    who: Payer
    said: str
    sentence: Sentence

    @property
    def pays(self) -> bool:
        return bool(PAYS.search(self.said)) and not _PAYS_NOTHING.search(self.said)

    @property
    def likewise(self) -> bool:
        """Whether the side is said to do as the other does, without the figure being said again."""
        return bool(re.search("同样|亦同|亦然|相同|同等|同一", self.said))

    @property
    def barely(self) -> bool:
        """Whether the side is said to owe so much and no more."""
        lightly = _MILD.search(self.said)
        return bool(lightly and _ONLY.match(lightly[0]))

    def beside(self, other: Piece) -> bool:
        """Whether the other stretch stands in the same clause, in this sentence or the one before or after."""
        gap = max(self.sentence.start - other.sentence.end, other.sentence.start - self.sentence.end)
        return self.sentence.clause == other.sentence.clause and gap <= _NEAR

    def mild(self, other: str) -> bool:
        """Whether the side gets off lightly though it is in breach, and not for what the other side did."""
        excuse = re.search(
            f"(?:因|由于|由|系)?(?<![给对向使令致]){other}[^，。；]{{0,14}}(?:原因|未|提供的|造成|导致|违|逾|迟|不(?:配合|及时|按|提供))",
            self.said,
        )
        lightly = self._lightly(other)
        pays_too = lightly and not _ONLY.match(lightly[0]) and _FULL.search(self.said)
        return bool(
            lightly
            and (not self.capped or self.answers or DIRECT.search(self.said) or not _LIMIT.search(lightly[0]))
            and not pays_too
            and not _GENEROUS.search(self.said)
            and (_BREACH.search(self.said) or (self.capped and self.answers))
            and not excuse
            and not _EXCUSED.search(self.said)
            and not _ASSESSED.search(self.said)
            and not _OWN_DELAY.search(self.said)
        )

    def _lightly(self, other: str) -> re.Match[str] | None:
        """Where the side is said to get off lightly: not where `other` owes nothing, nor where a word of caution is
        all that is said beside a consequence."""
        for match in _MILD.finditer(self.said):
            before, behind = self.said[: match.start()], self.said[match.end() :]
            named = re.findall(f"(?<![在经由给向对被受])[{_M}{_P}](?!书面|通知|要求|催告|指出)", before)
            if named and named[-1] == other and _OWES_NOTHING.match(match[0]):
                continue
            if _CAUTION.match(match[0]) and not (_NO_MORE.match(behind) or _JUST.search(before)):
                continue
            return match
        return None

    @property
    def answers(self) -> bool:
        """Whether it tells what the side answers for at all: 乙方的赔偿以……为上限."""
        return bool(re.match(f"[^，。；]{{0,4}}[{_M}{_P}](?:的|之)?(?:赔偿|违约责任|责任|违约金)", self.said))

    @property
    def capped(self) -> bool:
        """Whether what the side pays has a limit."""
        return bool(_CAPPED.search(self.said))


def pieces_of(case: Case, clause: int) -> Iterator[Piece]:
    """The stretches of a clause that speak of a duty to pay or of getting off, each with its subject."""
    who: Payer = "unknown"
    for sentence in case.paper.sentences_of(clause):
        for said in _PIECES.split(case.said(sentence)):
            if not said or not said.strip("，。； "):
                continue
            named = _subject(said)
            if named != "unknown" and not (who == case.mine and _GOES_ON.match(said)):
                who = named
            yield Piece(who, said, sentence)


def _subject(said: str) -> Payer:
    """Whose breach it is: the side that is named first and not as the one who gets or demands something."""
    answering = re.search(
        f"由([{_M}{_P}])(?:按[^，。；]{{0,14}})?[^，。；]{{0,6}}(?:照价|全额|负责赔|承担|赔偿|补足)", said
    )
    if answering:
        return "merchant" if answering[1] == _M else "provider"
    either = re.search("任何一方|任一方|双方|各方|一方|违约方|守约方|谁", said)
    match = re.search(
        f"(?<![向给予对致使付由与经])[{_M}{_P}](?!每[月季周][^，。；]{{0,30}}考核|按[月季][^，。；]{{0,30}}考核|有权|可以?(?:要求|扣|核减|减付|追|主张|拒付)|同意|书面同意|应给予|可从|可自)",
        said,
    )
    if either and (match is None or either.start() < match.start()):
        return "both"
    if match:
        return "merchant" if match[0] == _M else "provider"
    return "provider" if _AGENTS_FAULT.search(said) else payer_in(said)
