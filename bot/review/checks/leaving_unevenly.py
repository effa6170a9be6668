"""Two ways out in one sentence that are not alike: what ours asks of us against what theirs asks of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.quantities import parse
from bot.review.found import Case
from bot.review.roles import MERCHANT, PROVIDER

_M, _P = MERCHANT, PROVIDER
_ENDING = "(?:解除|终止|解约|退出(?![^，。；]{0,4}(?:登录|账号|群))|停止合作|停止服务|结束|中止|撤场|叫停|离场|想停|不想接|撤人|要停|说停|停掉|不做了|散伙|走人|退租)"
_HALVES = re.compile(
    f"[；;。：]|，(?=(?:而|但|则|反之|反过来|相反)?，?(?:若|如|当|由)?[{_M}{_P}])|，(?=经[{_M}{_P}])|(?:，|、)(?=而|反之|但是?)"
)
_SUBJECT = re.compile(
    f"(?:(?<![经向给予对由使令得与和为])|(?<=由)(?=.(?:提出|发起|主动)))(?P<side>[{_M}{_P}])"
)

_HOLDER = re.compile(f"(?:使|令|让|给予|赋予)(?P<side>[{_M}{_P}])[^，。；]{{0,8}}(?:取得|享有|获得|有权|可)")
"""Whose right it is, where another's act is the subject: 甲方延迟对账即使乙方取得解除权."""

_BURDEN = re.compile(
    "(?:应|须|需|必须|要|则|得|还|以|先)[^，。；]{0,14}(?:支付|付清|结清|付完|付满|补足|赔付|赔偿|补偿|缴清|承担|赔|付[一二两三四五六\\d])"
    f"|(?:经|征得|取得|获得|报|由)[{_M}{_P}][^，。；]{{0,8}}(?:同意|批准|许可|审批|认可|核准)|(?:方可|方得|方能|才可|才能|始得)"
    "|为(?:前提|条件)|(?:仅|只)(?:限于?|在|有|能)|限于|(?:支付|赔付)[^，。；]{0,10}(?:个月|元|费用|服务费)"
)
_BARRED = re.compile(
    "(?:应|须|应当|必须|仍应|仍须)(?:当)?(?:继续|坚持)?(?:履行|合作|服务|履约)(?:完毕|到期|至)?|(?:不得|不能|不可|无权|不许)[^，。；]{0,16}"
    + _ENDING
)
_EASE = re.compile(
    "(?:无须|无需|毋须|不用|不必|不需|不须)[^，。；]{0,10}(?:理由|说明|同意|补偿|赔|支付|付|承担|经|征得|批准|催告)"
    "|不(?:附|受|设|以|付|承担|支付|赔)[^，。；]{0,14}(?:条件|限制|必要|前提|费用|责任|代价|补偿|违约金)?"
    "|(?:发函|发出|送达|发函之日|通知之日)[^，。；]{0,4}(?:即|起)?生效|通知(?:到达)?[^，。；]{0,8}(?:即可|即生效|即|便可|为生效|后生效)|(?:随时|任何时候|任意|无条件|立即|即刻|即时|径行|自由|不经|就停|就走)|(?:打[^，。；]{0,2}招呼|说一声|知会|告知)[^，。；]{0,6}(?:即可|就行|便可|就可以)|免(?:责|赔|付)|知会一[句声]|(?:第二天|次日)[^。；，]{0,4}(?:撤|停|走)"
)
_MAY = re.compile(f"(?:可以?|有权|得|均可|即可|足以使|即)[^，。；]{{0,24}}(?:{_ENDING}|解除权)")
CAUSE = re.compile(
    "违约|逾期|延期|迟延|延迟|不足额|不配合|过错|未按|违反|拖欠|不达标|连续|破产|泄露|严重|下列情形|以下情形|情形之一|不合格|催告|不可抗力|欠费|欠款|未支付|未付|经营异常|吊销|失信|丧失|关闭|清退|注销|违法"
)
"""What gives a right to end the contract: the other side's breach, or what makes going on impossible."""

_ANY_BREACH = re.compile(
    "(?:任何|任一|一次|一天|一日|稍有|凡)[^，。；]{0,12}(?:违约|延迟|迟延|逾期|迟付|不当|违反)?"
)
_ONLY_FOR = re.compile("(?:才取得|方取得|才享有|限于|仅在|只有|仅限|唯有|仅当|才可|方可|才能|方能)")
_CHANGE = re.compile("更换|变更|调整|变动|流失|转让|更名|搬迁")
_NOTICE = re.compile("通知(?:期|期限|时间)?|提前")
_TERM = re.compile(
    f"(?:对)?(?P<side>[{_M}{_P}])(?:方)?(?:的)?(?:为|是|：|须|应|需)?(?:提前)?(?P<rest>[^，。；{_M}{_P}]{{1,10}})"
)
DAYS = {"日": 1, "工作日": 1, "周": 7, "月": 30, "季度": 90, "年": 365}
"""Days of a unit of notice."""


@dataclass(frozen=True)
class _Half:
    """What is said of one side's way out."""

    ours: bool
    said: str

    @property
    def burdened(self) -> bool:
        return bool(_BURDEN.search(self.said)) and not self.eased

    @property
    def eased(self) -> bool:
        return bool(_EASE.search(self.said))


def uneven(case: Case, said: str) -> str:
    """The rule of the fault in a sentence that tells both sides' ways out; empty where they are alike or one is told."""
    halves = _halves(case, said)
    ours = "".join(half.said for half in halves if half.ours)
    theirs = "".join(half.said for half in halves if not half.ours)
    if not ours or not theirs:
        return "termination-two-terms" if _terms_differ(case, said) else ""
    if _terms_differ(case, said):
        return "termination-two-terms"
    if re.search(_ENDING, ours) and re.search(_ENDING, theirs) and _dearer(halves):
        return "termination-on-terms"
    causes_differ = _ONLY_FOR.search(ours) and _ANY_BREACH.search(theirs) and _MAY.search(theirs)
    held = re.search("仍[应须]|必须继续", ours)
    light = held or _CHANGE.search(theirs) or _EASE.search(theirs) or not CAUSE.search(theirs)
    bound = _BARRED.search(ours) and _MAY.search(theirs) and light
    return "termination-causes" if (causes_differ or bound) and not _BARRED.search(theirs) else ""


def _dearer(halves: list[_Half]) -> bool:
    """Whether our side is asked for something where theirs is asked for nothing."""
    ours = any(half.ours and half.burdened for half in halves)
    free = any(not half.ours and half.eased and not half.burdened for half in halves)
    like = any(not half.ours and half.burdened for half in halves) or any(
        half.ours and half.eased for half in halves
    )
    return ours and free and not like


def _halves(case: Case, said: str) -> list[_Half]:
    """The stretches of a sentence, each with the side that is its subject: the one named in it, else the one before."""
    halves: list[_Half] = []
    mine = _M if case.mine == "merchant" else _P
    side = ""
    for piece in _HALVES.split(said):
        named = _HOLDER.search(piece or "") or _SUBJECT.search(piece or "")
        side = named["side"] if named else side
        if piece and side:
            halves.append(_Half(side == mine, piece))
    return halves


def _terms_differ(case: Case, said: str) -> bool:
    """Whether one sentence gives our side a longer notice by name: 通知期对乙方为三日，对甲方为六十日."""
    if not _NOTICE.search(said) or not re.search(_ENDING, said):
        return False
    days: dict[str, Decimal] = {}
    for match in _TERM.finditer(said):
        figure = next(
            (one for one in parse(match["rest"]) if one.kind == "duration" and one.unit in DAYS), None
        )
        if figure and figure.start <= 2:
            days.setdefault(match["side"], figure.value * DAYS[figure.unit])
    mine, other = (_M, _P) if case.mine == "merchant" else (_P, _M)
    return mine in days and other in days and days[mine] > days[other]
