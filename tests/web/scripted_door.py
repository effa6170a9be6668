"""A small deterministic front door for states that are hard to reach on purpose with the real one."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Literal

import review_sample

from bot.conversation import (
    AssistantStatus,
    Citation,
    Cited,
    Conversation,
    Done,
    Event,
    Notice,
    Progress,
    Replace,
    Reply,
    SourceView,
    Thinking,
    Token,
)
from bot.errors import InputError, ProviderError
from bot.review.found import Stance
from bot.review.state import KeptReview

HEADINGS = ("五、违约责任",)
QUOTE = (
    "2、甲方逾期付款的，每逾期一日，按应付款额的5%向乙方支付滞纳金。\n逾期十日以上，乙方有权立即解除合同。"
)
EVIL = '<script>window.pwned=1</script> ![x](http://evil.example/i.png) <img src="http://evil.example/j.png">'

LATE = Citation(
    "1",
    "淘宝客服外包合同怎么签？",
    "五、违约责任 第2条",
    QUOTE,
    "2024-09-06",
    headings=HEADINGS,
    platforms=("淘宝", "天猫"),
    site="萌萌客官网",
)
BREACH = Citation(
    "2",
    "淘宝客服外包合同怎么签？",
    "五、违约责任 第1条",
    "1、甲方擅自解约的，支付乙方5万元违约金。",
    "2024-09-06",
    headings=HEADINGS,
    platforms=("淘宝", "天猫"),
    site="萌萌客官网",
)
OWN = Citation("3", "我店的外包须知.docx", "第3条", "3、首付款不得超过三成。", "2026-05-02", origin="own")
HOSTILE = Citation("4", f"坏文件 {EVIL}", EVIL, EVIL, "2026-01-01", origin="own")
LAW = Citation(
    "5",
    "中华人民共和国民法典",
    "第五百八十五条",
    "当事人可以约定一方违约时应当支付违约金。\n约定的违约金过分高于造成的损失的，可以请求适当减少。",
    "2020-05-28",
    headings=("第八章 违约责任",),
    origin="statute",
    status="现行有效",
)
RULE = Citation(
    "6",
    "最高人民法院关于适用《中华人民共和国民法典》合同编通则若干问题的解释",
    "第六十五条",
    "超过损失百分之三十的，一般可以认定为过高。",
    "2023-12-05",
    origin="regulation",
    site="法释〔2023〕13号",
    status="未经法条库核对",
)

LATE_ANSWER = (
    "按这份淘宝合同范本，你会有**两层责任**:[1]\n\n"
    "- 每逾期一天，付应付款额的 5% 作滞纳金;[1]\n"
    "- 逾期十天以上，对方可以马上解约，已付的基础服务费不退，还要你赔 5 万元违约金。[1][2]\n\n"
    "另外要留意：每天 5% 二十天就等于全款，明显偏高，签约前应当谈下来。[3]"
)
TABLE_ANSWER = (
    "两种模式的差别在固定与灵活:[1]\n\n"
    "| 项目 | 长期固定 | 短期拼客服 |\n|---|---|---|\n"
    "| 费用 | 固定薪酬加提成 [1] | 按天或按量 [2] |\n| 适合 | 规模较大、经营稳定的店 | 大促、旺季顶班 |\n| 稳定性 | 高，专人对接 | 低，几家店共用 |\n\n"
    "1. 先看店铺的咨询量;[1]\n2. 再看旺季有多长。[2]\n\n> 乙方收到款项后，才组织团队开始工作。\n\n交货期3~5日，质保期10~15日;2024*100*3。[1]"
)
LAW_ANSWER = (
    "法律上：违约金过高的，可以请求适当减少（《民法典》第五百八十五条第二款）。[5]"
    "超过损失三成的，一般算过高（法释〔2023〕13号第六十五条，未经法条库核对）。[6]\n\n"
    "按这份淘宝合同范本，每逾期一天付应付款额的 5%。[1]\n\n"
    "- 30,000 元 × 5%/天 × 19 天 = 28,500 元\n- 你给的：应付款 3万、逾期天数 19天。"
)
NEAR = ("合同里价格怎么写？", "基础服务费什么时候付？", "佣金按什么算？")


class ScriptedDoor:
    """Reviews whatever comes with a file; else replies by what the question holds: 慢， 长， 表， 坏， 法律， 价格， 断， 错， 崩； anything else is the late-payment answer."""

    def __init__(self, state: AssistantStatus | None = None) -> None:
        self.state = state or AssistantStatus(ready=True)
        self.asked: list[Conversation] = []

    def prepare(self) -> None:
        """Nothing to prepare."""

    def examples(self) -> dict[str, tuple[str, ...]]:
        return {
            "商家": ("拼多多客服外包合同该怎么签？", "对方写了每天5%滞纳金，合理吗？", "逾期付款会怎样？"),
            "客服": ("商家问能不能提前解约，怎么回？", "商家嫌首付太高，怎么说？", "长期和短期外包怎么选？"),
        }

    def status(self) -> AssistantStatus:
        return self.state

    def passage_context(self, citation: Citation) -> SourceView:
        if citation.origin in ("statute", "regulation"):
            return _law_view(citation)
        before = "\n".join(
            f"{n}、前文第{n}款，写的是双方在合作期间的一般义务，与这一问没有直接关系。" for n in range(1, 16)
        )
        return SourceView(
            citation.source,
            citation.quote,
            before=EVIL if citation is HOSTILE else before,
            after="3、乙方未按约定提供服务的，甲方有权要求限期改正。\n4、双方因本合同发生争议的，协商解决；协商不成的，由甲方所在地法院管辖。",
            site=citation.site,
            date=citation.date,
            platforms=citation.platforms,
            origin=citation.origin,
            headings=citation.headings,
            locator=citation.locator,
        )

    def redline(self, review: str) -> bytes:
        if KeptReview.model_validate_json(review).stance == "neutral":
            raise InputError("原来的文件已经不在了，请重新上传一次。")
        return b"PK redline"

    def report(self, review: str, kind: Literal["docx", "md"]) -> bytes:
        return f"{kind} {len(KeptReview.model_validate_json(review).decisions)}".encode()

    def reply(self, conversation: Conversation, stop: threading.Event | None = None) -> Iterator[Event]:
        self.asked.append(conversation)
        question = conversation.turns[-1].text
        yield Thinking("正在查资料")
        if conversation.turns[-1].files or "立场" in question or "角度" in question:
            yield from _reviewed(question)
            return
        if "这份合同" in question:
            told = review_sample.cited(review_sample.LATE, "7")
            text = f"合同里这样写：「{told.quote}」[7]"
            yield Cited(told)
            yield Token(text)
            yield Done(Reply("answer", text, (told,)))
            return
        if "错" in question:
            raise ProviderError("模型接口这会儿连不上。稍等再试，或让管理员检查 OPENAI_BASE_URL。")
        if "崩" in question:
            raise RuntimeError("secret detail")
        if "堵" in question:
            time.sleep(30)
        if "价格" in question:
            text = "资料里没有客服外包的市场价格。能告诉你的是合同里价格怎么写。"
            yield Token(text)
            yield Done(Reply("refusal", text, suggestions=NEAR))
            return
        yield from self._write(question, stop or threading.Event())

    def _write(self, question: str, stop: threading.Event) -> Iterator[Event]:
        text, citations = LATE_ANSWER, (LATE, BREACH, OWN)
        if "表" in question:
            text, citations = TABLE_ANSWER, (LATE, BREACH)
        if "法律" in question:
            text, citations = LAW_ANSWER, (LAW, RULE, LATE)
        if "坏" in question:
            text, citations = f"文件里写着：{EVIL}[4]", (HOSTILE,)
        if "长" in question:
            text = "\n\n".join([LATE_ANSWER] * 6)
        if "英文" in question:
            text, citations = question, ()
        notices: tuple[str, ...] = ()
        for citation in citations:
            yield Cited(citation)
        pause = 0.4 if "思考" in question else 0
        time.sleep(pause * 5)
        if "断" in question:
            yield Token("你要付每天百分之")
            time.sleep(0.2)
            notices = ("模型中断，已改用内置引擎",)
            yield Notice(notices[0])
            yield Replace("")
        written = ""
        for index in range(0, len(text), 4):
            if stop.is_set():
                yield Done(Reply("answer", written, citations, stopped=True))
                return
            if "慢" in question:
                time.sleep(0.25)
            written += text[index : index + 4]
            yield Token(text[index : index + 4])
        yield Done(Reply("answer", text, citations, notices=notices, suggestions=NEAR[:2]))


def _reviewed(question: str) -> Iterator[Event]:
    """The sample review, from the side that the question takes."""
    stances: dict[str, Stance] = {"服务商": "provider", "中立": "neutral"}
    stance: Stance = next((one for word, one in stances.items() if word in question), "merchant")
    review = review_sample.REVIEW.model_copy(update={"stance": stance})
    yield Token(review_sample.TOLD)
    yield Done(review_sample.reply(review))


BUILDING = AssistantStatus(False, Progress(120, 400, "条"), "先按关键词查，向量还在建")


def _law_view(citation: Citation) -> SourceView:
    """An article has nothing before or after it: the whole of it is the quote."""
    return SourceView(
        citation.source,
        citation.quote,
        site=citation.site,
        date=citation.date,
        origin=citation.origin,
        headings=citation.headings,
        locator=citation.locator,
        status=citation.status,
    )
