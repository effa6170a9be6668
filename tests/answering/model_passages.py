"""Two passages that the tests of the model engine cite, and a way to make more."""

from __future__ import annotations

from bot.retrieval.passages import Passage


def passage(
    identity: str,
    text: str,
    locator: str = "五、违约责任 第2条",
    start: int = 10,
    title: str = "淘宝客服外包合同怎么签？",
) -> Passage:
    """A clause of the sample contract."""
    return Passage(
        id=identity,
        document_id="sample",
        text=text,
        start=start,
        end=start + len(text),
        kind="clause",
        headings=("五、违约责任",),
        number="2",
        title=title,
        source=title,
        locator=locator,
        site="",
        author="",
        date="2024-09-06",
        platforms=(),
        topics=(),
        document_kind="contract",
        origin="knowledge",
    )


ENDING = passage(
    "a",
    "一般只要是正常解约，解约方可以提前一个月书面进行单方面解约的说明。如果合同中存在违约条款，一定要了解清楚。",
    locator="3、合同违约",
)
PENALTY = passage(
    "b",
    "2、甲方应按应付款额每日5%支付乙方滞纳金；延期超过十日及以上的，乙方有权立即解除合同，并要求甲方按合同违约责任赔付违约金伍万元。",
)
MARKERS = {"a": "1", "b": "2"}
