"""Any change of any file: rejected it is what it was, accepted it says what was wanted."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redline_samples import AUTHOR, WHEN, applied, paragraphs, read, solid

from bot.documents import Document
from bot.review.redline import Change, accepted, redline, rejected

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def packed(body: str) -> bytes:
    """A Word file with nothing but such a body."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        )
    return made.getvalue()


words = st.text(alphabet="甲乙方付款逾期日一二第条、。，0123.% a", min_size=1, max_size=8)
held = st.text(alphabet="甲乙方付款逾期日一二第条、。，0123.% a１Ａ　\u200b", min_size=1, max_size=8)
inner = held.map(lambda text: f'<w:t xml:space="preserve">{text}</w:t>')
children = st.lists(
    st.one_of(inner, inner, inner, st.sampled_from(["<w:tab/>", "<w:br/>", "<w:lastRenderedPageBreak/>"])),
    min_size=1,
    max_size=3,
).map("".join)
run = st.tuples(st.sampled_from(["", "<w:rPr><w:b/></w:rPr>"]), children).map(
    lambda pair: f"<w:r>{pair[0]}{pair[1]}</w:r>"
)
others = words.map(
    lambda text: f'<w:del w:id="3" w:author="张"><w:r><w:delText>{text}</w:delText></w:r></w:del>'
)
piece = st.one_of(
    run,
    run,
    run,
    run.map(lambda xml: f'<w:ins w:id="2" w:author="张">{xml}</w:ins>'),
    run.map(lambda xml: f'<w:hyperlink w:anchor="x">{xml}</w:hyperlink>'),
    run.map(lambda xml: f"<w:sdt><w:sdtContent>{xml}</w:sdtContent></w:sdt>"),
    others,
    st.just('<w:bookmarkStart w:id="1" w:name="b"/><w:bookmarkEnd w:id="1"/>'),
)
paragraph = st.lists(piece, max_size=4).map(lambda pieces: f"<w:p>{''.join(pieces)}</w:p>")
cell = st.lists(paragraph, min_size=1, max_size=2).map(lambda inside: f"<w:tc>{''.join(inside)}</w:tc>")
table = st.lists(
    st.tuples(cell, cell).map(lambda pair: f"<w:tr>{pair[0]}{pair[1]}</w:tr>"), min_size=1, max_size=2
).map(lambda rows: f"<w:tbl>{''.join(rows)}</w:tbl>")
bodies = st.lists(st.one_of(paragraph, paragraph, paragraph, table), min_size=1, max_size=5).map(
    lambda parts: (
        f"<w:p><w:r><w:t>合同。</w:t></w:r></w:p>{''.join(parts)}<w:p><w:r><w:t>完。</w:t></w:r></w:p>"
    )
)
lines = st.lists(words, min_size=1, max_size=3).map("\n".join)


@st.composite
def changes_of(draw: st.DrawFn, document: Document) -> list[Change]:
    """Up to three changes that do not overlap, of any stretch; new paragraphs behind any block.

    Where words take the place of the bare end of a paragraph, no other paragraph is added: either order would do.
    """
    at = sorted(draw(st.lists(st.integers(0, len(document.text)), min_size=0, max_size=6)))
    changes: list[Change] = []
    for start, end in zip(at[::2], at[1::2], strict=False):
        rows = any(b.kind == "table" and b.start <= end and start <= b.end for b in document.blocks)
        text = draw(st.one_of(st.none(), st.just(""), words, *([] if rows else [lines])))
        if changes and changes[-1].end > start:
            continue
        changes.append(Change(start, end, text, draw(st.sampled_from(["", "备注"]))))
    ends = [block.end for block in document.blocks]
    for end in draw(st.lists(st.sampled_from(ends), max_size=2, unique=True)):
        if not any(
            change.start < end < change.end
            or change.start == end == change.end
            or (change.start == end and not document.text[change.start : change.end].strip())
            for change in changes
        ):
            changes.append(Change(end, end, "\n" + draw(lines)))
    return changes


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.data())
def test_rejected_it_is_what_it_was_and_accepted_what_was_wanted(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        _check(Path(name), packed(data.draw(bodies)), data)


def _check(folder: Path, file: bytes, data: st.DataObject) -> None:
    document = read(folder, file)
    changes: Sequence[Change] = data.draw(changes_of(document))
    made = redline(file, document, changes, AUTHOR, WHEN)
    assert paragraphs(rejected(made)) == paragraphs(rejected(file))
    assert solid(read(folder, accepted(made)).text) == solid(applied(document.text, changes))
    assert read(folder, made).text == read(folder, accepted(made)).text
