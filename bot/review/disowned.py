"""Words that tell of an act without agreeing on it: it is forbidden, suspected, refused, or the cause of a loss."""

from __future__ import annotations

import re

_FORBIDS = re.compile(
    "(?:不得|禁止|严禁|不应当?|不能|不可(?!抗)|不许|不准|无权|杜绝|切勿|绝不|不允许|一律不|拒绝|不参与|不从事|不主动|不(?:会)?(?:拿去?|用来|用于|用作)|[更也亦均都决从]不(?:会|再)?(?=[将把作做向对转卖出提泄]))"
    "(?![^。；，]{0,30}(?:干涉|干预|拒绝|阻拦|阻止|阻挠|异议|追究|追责|索赔|主张|过问|反对|举报|投诉))"
)
_TURNS = re.compile(
    "[。；]|但|惟(?!一)|然而|不过|却|除外|之外|以外|，(?:[^，。；]{0,6}?(?:(?<!不)可以|可由|有权|须|负责|由)|另|而)"
)
_BEHIND_SUBJECT = 6
"""Characters from the subject to its 不得."""

_SUSPECTED = re.compile(
    "(?:疑似|涉嫌|怀疑|发现|识别|防范|防止|抵制|打击|举报|遇到?(?!买家(?:申请|要求|提出)))[^。；，]{0,12}$|(?:买家|客户|消费者)[^。；，]{0,4}(?:索要|询问)[^。；，]{0,8}$"
)
_DEMANDED = re.compile(
    "^[^。；，]{0,30}，[^。；，]{0,6}(?:有权|可以?|应当?)拒绝|^[^。；，]{0,30}(?:的|时)，[^。；]{0,12}(?:(?:有权|可以?|应当?|应予|均可)?拒绝|(?:应当?|须|立即|及时)[^。；，]{0,6}(?:上报|报告|告知|制止))"
)
_CAUSED = re.compile(
    "^[^。；，]{0,20}(?:引发|引起|导致|招致|造成|而受到|被平台)[^。；，]{0,10}(?:投诉|处罚|罚款|损失|纠纷|扣分|责任|索赔)"
)
_BECAUSE = re.compile("(?:因|由于|凡因)[^。；，]{0,30}$")
_HEADING = re.compile("禁止|严禁|红线|负面清单|不得|违规(?:行为|情形)|禁令")


def forbidden(said: str, start: int, end: int) -> bool:
    """Whether what stands there is under a prohibition that no turn of the sentence (但, a new duty) has ended: one
    before it, or one right behind the side that it begins with (乙方不可以拿去训练…)."""
    for match in reversed(list(_FORBIDS.finditer(said, 0, end))):
        if match.end() <= start:
            return not _TURNS.search(said, match.end(), start)
        if match[0] != "拒绝" and match.start() - start <= _BEHIND_SUBJECT:
            return not _TURNS.search(said, match.end(), end)
    return False


def feared(said: str, start: int, end: int) -> bool:
    """Whether what stands there is only suspected, is asked for and refused, or is the cause of what someone answers for."""
    before, after = said[:start], said[end:]
    return bool(
        _SUSPECTED.search(before)
        or _DEMANDED.match(after)
        or (_CAUSED.match(after) and _BECAUSE.search(before))
    )


def heads_prohibitions(title: str) -> bool:
    """Whether what stands under a heading is what must not be done: 禁止行为."""
    return bool(_HEADING.search(title))
