"""The statute resolver, measured: true references in many writings, and false ones of many kinds.

Both are made from the database by a seed, so another seed is another set: `HELD_OUT` was never looked into.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from bot.evaluation.outcome import Failure, Outcome
from bot.settings import PROJECT
from bot.statutes.database import Statutes
from bot.statutes.model import Article, Law
from bot.statutes.numerals import chinese
from bot.statutes.resolver import Resolver

DEVELOPMENT, HELD_OUT = 20261123, 777
EACH = 300
_FOLDER = PROJECT / "knowledge" / "statutes"
_ITEM = re.compile(r"（([一二三四五六七八九十]{1,3})）")
_WIDE = str.maketrans("0123456789()", "０１２３４５６７８９（）")


@dataclass(frozen=True)
class Case:
    """A reference as somebody writes it: the article and words it stands for, or why it stands for nothing."""

    text: str
    kind: str
    article: Article | None = None
    words: str = ""


def measure(seed: int = DEVELOPMENT, each: int = EACH, folder: Path = _FOLDER) -> Outcome:
    """Shares of `each` true references resolved to their exact words and of `each` false ones refused.

    Also the seconds that opening took and a reference takes on average.
    """
    started = time.perf_counter()
    resolver = Resolver.load(folder)
    opened = time.perf_counter() - started
    rng = random.Random(seed)
    true = list(true_cases(resolver, rng, each))
    false = list(false_cases(resolver, rng, each))
    failures: list[Failure] = []
    spent = 0.0
    for case in (*true, *false):
        began = time.perf_counter()
        found = resolver.resolve(case.text)
        spent += time.perf_counter() - began
        if case.article is None and found.verified:
            failures.append(Failure(f"false {case.kind}", case.text, "不得通过", found.says))
        if case.article and (found.article != case.article or found.words != case.words):
            failures.append(
                Failure(f"true {case.kind}", case.text, f"{case.article.name}：{case.words}", found.says)
            )
    wrong = sum(failure.id.startswith("true") for failure in failures)
    return Outcome(
        {
            "true references": 1 - wrong / each,
            "false references": 1 - (len(failures) - wrong) / each,
            "open s": opened,
            "resolve s": spent / (len(true) + len(false)),
        },
        tuple(failures),
    )


# True references ---------------------------------------------------------------------------------------------


def true_cases(resolver: Resolver, rng: random.Random, many: int) -> Iterator[Case]:
    """References to articles, paragraphs and items of laws in force, in every writing."""
    laws = [law for law in resolver.statutes.laws() if law.kind in ("法律", "宪法")]
    made = 0
    while made < many:
        law = rng.choice(laws) if rng.random() < 0.6 else resolver.statutes.law(rng.choice(_FREQUENT))
        assert law is not None
        numbered = [a for a in resolver.statutes.articles(law) if a.number and a.whole]
        if not numbered:
            continue
        article = rng.choice(numbered)
        made += 1
        place, words = _place(article, rng)
        name, number = _name(law, resolver, rng), _number(article, rng)
        text = f"{rng.choice(_LEADS)}{name}{rng.choice(_LINKS)}{number}{place}"
        yield Case(_dressed(text, resolver, rng), "reference", article, words)


_FREQUENT = (
    "民法典",
    "消费者权益保护法",
    "电子商务法",
    "劳动合同法",
    "个人信息保护法",
    "民事诉讼法",
    "公司法",
    "刑法",
    "增值税法",
)
_LEADS = ("", "", "", "根据", "依照", "请问", "对方说的是", "合同里写着按", "违反了", "按照我国", "查一下")
_LINKS = ("", "", "", "", "的", "中", " ", "·")


def _name(law: Law, resolver: Resolver, rng: random.Random) -> str:
    short = [word for word in resolver.names.words.abbreviations.get(law.name, ()) if not word.isascii()]
    plain = rng.choice([law.short, law.short, law.name, *short[:2]])
    year = law.version[:4]
    return rng.choice(
        (
            plain,
            plain,
            f"《{plain}》",
            f"《{plain}》",
            f"“{plain}”",
            f"《{plain}》（{year}修正）",
            f"{plain}({year}年版)",
        )
    )


def _number(article: Article, rng: random.Random) -> str:
    number = article.number
    if article.branch:
        return f"第{rng.choice((chinese(number), str(number)))}条之{chinese(article.branch)}"
    digits = [int(digit) for digit in str(number)]
    one_by_one = "".join("〇一二三四五六七八九"[digit] for digit in digits)
    written = [chinese(number), chinese(number), str(number), str(number).translate(_WIDE), f" {number} "]
    if len(digits) > 1 and any(b != a + 1 for a, b in pairwise(digits)):
        written.append(one_by_one)
    form = rng.choice(("第{}条", "第{}条", "第{}条", "{}条"))
    return form.format(rng.choice(written))


def _place(article: Article, rng: random.Random) -> tuple[str, str]:
    """A paragraph or item that is there, written in some way, with its exact words; or nothing, and all words."""
    lines = article.text.split("\n")
    regular = all(re.search(r"[。；：]$", line) for line in lines) and "|" not in article.text
    if not regular or rng.random() < 0.4:
        return "", article.text
    heads = [at for at, line in enumerate(lines) if not _ITEM.match(line)]
    if not heads or heads[0] or any(lines[at - 1].endswith("；") for at in heads[1:]):
        return "", article.text
    which = rng.randrange(len(heads))
    until = heads[which + 1] if which + 1 < len(heads) else len(lines)
    own = lines[heads[which] : until]
    said = rng.choice((f"第{chinese(which + 1)}款", f"第{which + 1}款", f"{which + 1}款"))
    if len(own) > 1 and rng.random() < 0.7:
        item = rng.randrange(1, len(own))
        said += rng.choice(
            (f"第（{chinese(item)}）项", f"第{chinese(item)}项", f"第({item})项", f"第{item}项")
        )
        return said, own[item]
    return said, "\n".join(own)


def _dressed(text: str, resolver: Resolver, rng: random.Random) -> str:
    """The same text, now and then in traditional characters, with white space, or in a sentence."""
    dress = rng.random()
    if dress < 0.1:
        turned = {simple: other for other, simple in resolver.names.words.traditional.items()}
        return "".join(turned.get(char, char) for char in text)
    if dress < 0.2:
        at = rng.randrange(1, len(text))
        return f"{text[:at]} {text[at:]}"
    return f"{text}，可以吗？" if dress < 0.4 else text


# False references --------------------------------------------------------------------------------------------


def false_cases(resolver: Resolver, rng: random.Random, many: int) -> Iterator[Case]:
    """References that must not pass, of every kind in turn."""
    makers = tuple(_MAKERS.items())
    for at in range(many):
        kind, maker = makers[at % len(makers)]
        yield Case(maker(resolver, rng), kind)


def _law(resolver: Resolver, rng: random.Random) -> Law:
    return rng.choice(_proper(resolver.statutes))


@cache
def _proper(statutes: Statutes) -> tuple[Law, ...]:
    return tuple(
        law
        for law in statutes.laws()
        if law.kind == "法律" and law.short.endswith(("法", "法典")) and len(law.short) > 2
    )


def _some(law: Law, resolver: Resolver, rng: random.Random) -> Article:
    return rng.choice([a for a in resolver.statutes.articles(law) if a.number])


def _titled(name: str, rng: random.Random) -> str:
    return rng.choice((name, f"《{name}》", f"根据《{name}》", f"中华人民共和国{name}"))


def _spliced(resolver: Resolver, rng: random.Random) -> str:
    """The front of one law's name with the back of another's."""
    while True:
        front, back = _law(resolver, rng).short, _law(resolver, rng).short
        name = front[: rng.randrange(2, len(front))] + back[rng.randrange(0, len(back) - 1) :]
        if resolver.names.exact(name) is None:
            return f"{_titled(name, rng)}第{chinese(rng.randrange(1, 30))}条"


def _prefixed(resolver: Resolver, rng: random.Random) -> str:
    """A real name with a word before or in it."""
    word = rng.choice(
        ("新", "旧", "电子", "网络", "数据", "企业", "商业", "国际", "农村", "互联网", "临时", "地方")
    )
    while True:
        short = _law(resolver, rng).short
        at = rng.choice((0, 0, rng.randrange(1, len(short))))
        name = short[:at] + word + short[at:]
        if resolver.names.exact(name) is None:
            return f"{_titled(name, rng)}第{rng.randrange(1, 30)}条"


def _misspelt(resolver: Resolver, rng: random.Random) -> str:
    """A real name with one character left out or exchanged."""
    while True:
        short = _law(resolver, rng).short
        at = rng.randrange(0, len(short) - 1)
        name = short[:at] + rng.choice(("", rng.choice("安权商民务管国"))) + short[at + 1 :]
        if len(name) > 2 and resolver.names.exact(name) is None:
            return f"《{name}》第{rng.randrange(1, 30)}条"


def _too_high(resolver: Resolver, rng: random.Random) -> str:
    law = _law(resolver, rng)
    last = max(article.number for article in resolver.statutes.articles(law))
    number = rng.choice((last + 1, last + rng.randrange(2, 400), 9999, 10**20))
    written = chinese(number) if number < 10_000 and rng.random() < 0.5 else str(number)
    return f"《{law.short}》第{written}条"


def _unwritable(resolver: Resolver, rng: random.Random) -> str:
    number = rng.choice(
        [
            "零",
            "0",
            "００",
            "〇",
            "-5",
            "负五",
            "CCC",
            "DLXXXV",
            "Ⅻ",
            "xiv",
            "5.5",
            "五点五",
            "一二",
            "五百五",
            "二十五六",
            "五百八十五十",
            "百五",
            "X",
            "N",
            "××",
            "0585",
            "十百",
            "几",
            "A1",
        ]
    )
    return f"{_titled(_law(resolver, rng).short, rng)}第{number}条"


def _no_branch(resolver: Resolver, rng: random.Random) -> str:
    law = _law(resolver, rng)
    article = _some(law, resolver, rng)
    branches = [a.branch for a in resolver.statutes.articles(law) if a.number == article.number]
    return (
        f"《{law.short}》{article.label.partition('之')[0]}之{chinese(max(branches) + rng.randrange(1, 5))}"
    )


def _no_paragraph(resolver: Resolver, rng: random.Random) -> str:
    article = _some(_law(resolver, rng), resolver, rng)
    most = article.text.count("\n") + 1
    number = rng.choice((0, most + 1, most + rng.randrange(2, 20), 99))
    return f"{article.name}第{chinese(number) if number else '零'}款"


def _no_item(resolver: Resolver, rng: random.Random) -> str:
    article = _some(_law(resolver, rng), resolver, rng)
    items = len(_ITEM.findall(article.text))
    number = items + rng.randrange(1, 9)
    return f"{article.name}{rng.choice(('第一款', ''))}第（{chinese(number)}）项"


def _gone(resolver: Resolver, rng: random.Random) -> str:
    old = [law.short for law in resolver.statutes.every_law() if law.status == "已废止"]
    name = rng.choice([*(law.name for law in resolver.names.repealed.repealed), *old])
    return f"{_titled(name, rng)}第{rng.randrange(1, 40)}条"


def _lesser(resolver: Resolver, rng: random.Random) -> str:
    """Rules of a lower level named after a law."""
    tail = rng.choice(
        (
            "实施条例",
            "实施细则",
            "司法解释",
            "解释",
            "解释（一）",
            "释义",
            "草案",
            "（草案）",
            "（征求意见稿）",
            "实施办法",
            "修正案",
        )
    )
    while True:
        name = _law(resolver, rng).short + tail
        if resolver.names.exact(name) is None or resolver.names.rule(name):
            return f"{rng.choice((name, f'《{name}》'))}第{chinese(rng.randrange(1, 30))}条"


def _elsewhere(resolver: Resolver, rng: random.Random) -> str:
    """Another country's law, a version that is not in the database, or a list of which one part is false."""
    law = _law(resolver, rng)
    article = _some(law, resolver, rng)
    last = max(a.number for a in resolver.statutes.articles(law))
    return rng.choice(
        (
            f"{rng.choice(('德国', '法国', '日本', '台湾地区'))}{law.short}{article.label}",
            f"{law.short}（{int(law.version[:4]) - 7}修正）{article.label}"
            if law.version > "2000"
            else "旧法第五条",
            f"{article.name}、第{chinese(last + 3)}条",
            f"《{law.short}》第{last - 1}条至第{last + 9}条",
        )
    )


_MAKERS: dict[str, Callable[[Resolver, random.Random], str]] = {
    "spliced name": _spliced,
    "prefixed name": _prefixed,
    "misspelt name": _misspelt,
    "number too high": _too_high,
    "number not readable": _unwritable,
    "no such branch": _no_branch,
    "no such paragraph": _no_paragraph,
    "no such item": _no_item,
    "repealed": _gone,
    "lower level": _lesser,
    "elsewhere": _elsewhere,
}
