"""What stands behind a reference: the article's exact words, or one sentence why it is not shown as law."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.statutes.database import Statutes
from bot.statutes.model import Article, Law, Status
from bot.statutes.names import Names
from bot.statutes.numerals import Fault, chinese
from bot.statutes.reference import Finder, Reference
from bot.statutes.regulations import UNCHECKED, Regulation, RepealedLaw, Rule
from bot.statutes.structure import Paragraph, paragraphs


@dataclass(frozen=True)
class Resolution:
    """What became of a reference.

    `words` are the exact words of the article, paragraph or item, and `article` is given, only when `status` is
    verified. `place` is what was referred to within the law (第五百八十五条第二款), `name` the same with the law;
    both are empty where it does not exist. `successor` holds the verified articles that stand in the place of a
    repealed one, `rule` what is known of a regulation, `near` what may have been meant, `says` one sentence for
    the user.
    """

    status: Status
    says: str
    reference: Reference | None = None
    article: Article | None = None
    words: str = ""
    place: str = ""
    successor: tuple[Resolution, ...] = ()
    rule: Regulation | None = None
    near: tuple[str, ...] = ()

    @property
    def verified(self) -> bool:
        """Whether it may be shown as law."""
        return self.status == "verified"

    @property
    def name(self) -> str:
        """How it is written in full: 《民法典》第五百八十五条第二款."""
        law = self.article.law.short if self.article else self.rule.name if self.rule else ""
        return f"《{law}》{self.place}" if law else ""


_EXAMPLE = "请写成《民法典》第五百八十五条这样"
_FAULTS: dict[Fault, str] = {
    "roman": "条文编号不用罗马数字或者字母",
    "negative": "条文编号不能是负数",
    "decimal": "条文编号不能带小数",
    "ambiguous": "这个编号有不止一种读法",
    "padded": "编号前面多了零",
    "sub_item": "法条库核对不到项下面的目",
    "broken": "读不出这个编号",
}
_LARGEST = 100_000
_RULE_KINDS = "法规、规章和司法解释"


class Resolver:
    """Resolves references against the database and the tables of `folder` (knowledge/statutes).

    `today` decides which law is already in force; by default the day on which it is asked. Nothing here raises for
    what a text holds; StatutesUnavailable when the database breaks while it is read.
    """

    def __init__(self, statutes: Statutes, folder: Path, today: date | None = None) -> None:
        """Read the tables. Raises ConfigurationError where one is not valid."""
        self.statutes = statutes
        self.names = Names(statutes, folder)
        self._finder = Finder(self.names)
        self._today = today

    @classmethod
    def load(cls, folder: Path, database: Path | None = None) -> Resolver:
        """A resolver of the installed database, or of the one at `database`, with the tables of `folder`.

        Raises StatutesUnavailable and ConfigurationError.
        """
        return cls(Statutes.open(database), folder)

    def references(self, text: str) -> list[Reference]:
        """Every reference of `text`, in order."""
        return self._finder.references(text)

    def check_text(self, text: str) -> list[Resolution]:
        """What became of every reference of `text`, in order."""
        return [self.resolve(reference) for reference in self.references(text)]

    def resolve(self, asked: str | Reference) -> Resolution:
        """What stands behind a reference, or behind the one a short text holds.

        Of a text with several, the first that is not verified; so a list is verified when all of it is.
        """
        if isinstance(asked, Reference):
            return self._resolve(asked)
        resolved = self.check_text(asked)
        if resolved:
            return next((one for one in resolved if not one.verified), resolved[0])
        return self._without_number(asked)

    def _resolve(self, reference: Reference) -> Resolution:
        named = reference.named
        source = named.source if named else "unknown_law"
        if source == "unknown_law":
            return self._unknown(reference)
        if source == "unknown_rule":
            return self._unchecked(reference, None)
        if not reference.readable:
            return self._unread(reference)
        if source == "regulation":
            return self._unchecked(reference, self.names.rule(reference.law))
        if gone := self.names.repealed_law(reference.law):
            return self._repealed(reference, gone)
        law = self.statutes.law(reference.law)
        return self._in_law(reference, law) if law else self._unknown(reference)

    def _in_law(self, reference: Reference, law: Law) -> Resolution:
        if not law.current:
            return self._struck(reference, law)
        named = reference.named
        if named and named.year and str(named.year) not in _years(law):
            says = (
                f"法条库里的《{law.short}》是{_day(law.version)}的文本，不是{named.year}年的，"
                "没法核对那个版本的条文。"
            )
            return Resolution("unverified", says, reference, near=(self._label(law, reference),))
        article = self.statutes.article(law, reference.article or 0, reference.branch)
        if article is None:
            return self._no_article(reference, law)
        if misplaced := self._misplaced(reference, article):
            return Resolution("no_article", misplaced, reference, near=(article.name,))
        return self._words(reference, article)

    def _words(self, reference: Reference, article: Article) -> Resolution:
        if reference.paragraph is None and reference.item is None:
            return self._verified(reference, article, article.text, "")
        if not article.whole:
            says = f"{article.name}在法条库里的文字有残缺，款和项没法核对。"
            return Resolution("no_paragraph", says, reference, near=(article.name,))
        parts = paragraphs(article.text)
        if reference.paragraph is not None and not 0 < reference.paragraph <= len(parts):
            says = f"{article.name}只有{len(parts)}款，没有第{_written(reference.paragraph)}款。"
            return Resolution("no_paragraph", says, reference, near=(article.name,))
        if reference.item is None:
            chosen = parts[(reference.paragraph or 1) - 1]
            words = article.text[chosen.start : chosen.end]
            return self._verified(reference, article, words, f"第{_written(reference.paragraph or 1)}款")
        return self._item(reference, article, parts)

    def _item(self, reference: Reference, article: Article, parts: tuple[Paragraph, ...]) -> Resolution:
        item = reference.item or 0
        holding = [
            number
            for number, part in enumerate(parts, start=1)
            if item in part.items and reference.paragraph in (None, number)
        ]
        if len(holding) == 1:
            start, end = parts[holding[0] - 1].items[item]
            label = f"第{_written(holding[0])}款第（{_written(item)}）项"
            return self._verified(reference, article, article.text[start:end], label)
        within = f"第{_written(reference.paragraph)}款" if reference.paragraph else ""
        if not holding:
            says = f"{article.name}{within}没有第（{_written(item)}）项。"
            return Resolution("no_paragraph", says, reference, near=(article.name,))
        near = tuple(f"{article.name}第{_written(number)}款第（{_written(item)}）项" for number in holding)
        says = f"{article.name}有{len(holding)}款都有第（{_written(item)}）项，请写明是哪一款。"
        return Resolution("no_paragraph", says, reference, near=near)

    def _verified(self, reference: Reference | None, article: Article, words: str, place: str) -> Resolution:
        law = article.law
        notes = []
        if law.effective >= law.version and law.effective > (self._today or date.today()).isoformat():
            notes.append(f"这部法律{_day(law.effective)}才起施行，在那之前适用旧的规定")
        if law.status == "已被修改":
            notes.append("库里标明这部法律后来有过修改，用前请核对最新文本")
        if not article.whole:
            notes.append("库里这一条的文字有残缺，用前请核对原文")
        if words.strip("（）()") in ("删去", "删除"):
            notes.append("这一条已经删去，没有内容")
        if folk := self.names.folk(law.short, article):
            notes.append(folk.says)
        says = "；".join((f"{article.name}{place}已在法条库核对（{_day(law.version)}的文本）", *notes)) + "。"
        near = (self._numbered(law, folk.means),) if folk else ()
        return Resolution("verified", says, reference, article, words, article.label + place, near=near)

    def _repealed(self, reference: Reference, gone: RepealedLaw) -> Resolution:
        number = reference.article or 0
        if number < 1 or (gone.last and number > gone.last):
            says = f"《{gone.name}》已于{_day(gone.until.isoformat())}废止，而且" + (
                f"一共只有{gone.last}条。" if gone.last else "没有这一条。"
            )
            return Resolution("no_article", says, reference)
        entry = None if reference.branch else gone.successor(number)
        law = self.statutes.law(gone.by)
        new = [self.statutes.article(law, n) for n in entry.new] if entry and law else []
        articles = tuple(article for article in new if article)
        begin = f"《{gone.name}》已于{_day(gone.until.isoformat())}废止，不能再引用；"
        if articles:
            labels = "、".join(article.label for article in articles)
            says = f"{begin}第{_written(number)}条的内容现在看《{gone.by}》{labels}"
            says += f"（{entry.note}）。" if entry and entry.note else "。"
        else:
            says = f"{begin}现在适用《{gone.by}》，对应的条文要另外查找。"
        successor = tuple(self._verified(None, article, article.text, "") for article in articles)
        near = tuple(article.name for article in articles)
        return Resolution("repealed", says, reference, successor=successor, near=near)

    def _struck(self, reference: Reference, law: Law) -> Resolution:
        """A law the database itself marks as repealed."""
        says = f"《{law.short}》在法条库里标为{law.status}，不能再当现行法引用。"
        if by := self.names.replaced(law):
            says = (
                f"《{law.short}》已由《{by.short}》取代，不能再引用；对应的条文要在《{by.short}》里另外查找。"
            )
        return Resolution("repealed", says, reference, near=(by.short,) if by else ())

    def _unchecked(self, reference: Reference, rule: Rule | None) -> Resolution:
        if rule is None:
            says = f"法条库只收法律，不收{_RULE_KINDS}：《{reference.law}》{UNCHECKED}，请查阅原文。"
            return Resolution("unverified", says, reference, near=self.names.near(reference.law))
        number = reference.article or 0
        if number < 1 or (rule.last and number > rule.last):
            says = f"《{rule.name}》" + (f"只有{rule.last}条。" if rule.last else "没有这一条。")
            return Resolution("no_article", says, reference)
        entry = next((a for a in rule.articles if a.article == number and not reference.branch), None)
        label = f"第{_written(number)}条" + (f"之{_written(reference.branch)}" if reference.branch else "")
        known = Regulation(
            rule.name,
            rule.number,
            label,
            rule.date.isoformat(),
            entry.says if entry else "",
            rule.body,
            entry.topics if entry else (),
        )
        says = f"《{rule.name}》（{rule.number}）{label}{UNCHECKED}" + (
            f"，要点是：{entry.says}" if entry else "，手头也没有这一条的要点，请查阅原文。"
        )
        return Resolution("unverified", says, reference, place=label, rule=known)

    def _unknown(self, reference: Reference) -> Resolution:
        near = self.names.near(reference.law)
        says = f"法条库里没有叫《{reference.law}》的法律。" + _meant(near)
        return Resolution("unknown_law", says, reference, near=near)

    def _no_article(self, reference: Reference, law: Law) -> Resolution:
        numbers = [article.number for article in self.statutes.articles(law)]
        number = reference.article or 0
        label = f"第{_written(number)}条" + (f"之{_written(reference.branch)}" if reference.branch else "")
        label = label if number < _LARGEST else "编号这么大的条文"
        near: tuple[str, ...] = ()
        if reference.branch and self.statutes.article(law, number):
            near = (self._numbered(law, number),)
        elif max(numbers) and number > 0:
            near = (self._numbered(law, max(numbers)),) if number > max(numbers) else ()
        count = f"《{law.short}》共{max(numbers)}条，" if max(numbers) else f"《{law.short}》不分条，"
        return Resolution("no_article", f"{count}没有{label}。", reference, near=near)

    def _misplaced(self, reference: Reference, article: Article) -> str:
        """Why the part or chapter the reference names is not the article's, or nothing."""
        named = reference.named
        if named and named.part:
            parts = [p for p in self.names.words.parts if p.law == article.law.short]
            holds = next((p.name for p in parts if p.first <= article.number <= p.last), "附则")
            if holds != named.part:
                return f"《{article.law.short}》{article.label}在{holds}，不在{named.part}。"
        if named and named.chapter and article.headings:
            number = self.names.chapter(named.chapter)
            if number is not None and not article.headings[0].startswith(f"第{chinese(number)}章"):
                return f"{article.name}在“{article.headings[0]}”，不在{named.chapter}。"
        return ""

    def _unread(self, reference: Reference) -> Resolution:
        law = self.statutes.law(reference.law)
        read = reference.numeral
        fault = _FAULTS[read.fault] if read and read.fault else _FAULTS["broken"]
        near: tuple[str, ...] = ()
        if law and read and reference.unit == "条":
            near = tuple(
                self._numbered(law, number) for number in read.readings if self.statutes.article(law, number)
            )
        says = f"“{reference.written}”不能当作{reference.unit}的编号：{fault}，没有核对。"
        return Resolution(
            "unreadable", says + (_meant(near) if near else f"{_EXAMPLE}。"), reference, near=near
        )

    def _without_number(self, text: str) -> Resolution:
        name = re.sub(r"[\s《》？?。]", "", text)
        if found := self.names.exact(name):
            law = self.statutes.law(found[0])
            count = max((article.number for article in self.statutes.articles(law)), default=0) if law else 0
            says = f"请写明是《{found[0]}》的第几条" + (f"（共{count}条）。" if count else "。")
            return Resolution("unreadable", says, near=(found[0],))
        return Resolution(
            "unreadable", f"没有读出是哪部法律的第几条：{_EXAMPLE}。", near=self.names.near(name[:40])
        )

    def _numbered(self, law: Law, number: int) -> str:
        article = self.statutes.article(law, number)
        return article.name if article else f"《{law.short}》"

    def _label(self, law: Law, reference: Reference) -> str:
        return self._numbered(law, reference.article or 0)


def _years(law: Law) -> set[str]:
    """The years by which this text of a law is called; the day of force counts if it is this text's own."""
    return {law.version[:4]} | ({law.effective[:4]} if law.effective >= law.version else set())


def _written(number: int) -> str:
    return chinese(number) if 0 < number < _LARGEST else str(number) if number else "零"


def _day(iso: str) -> str:
    """2021-01-01 as 2021年1月1日."""
    parts = iso.split("-")
    if len(parts) != 3:
        return "未注明日期"
    year, month, day = parts
    return f"{year}年{int(month)}月{int(day)}日"


def _meant(near: tuple[str, ...]) -> str:
    if not near:
        return ""
    return (
        "你要找的也许是" + "、".join(name if name.startswith("《") else f"《{name}》" for name in near) + "。"
    )
