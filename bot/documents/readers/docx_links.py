"""What a Word file draws in from elsewhere: never opened, but said."""

from __future__ import annotations

from collections.abc import Iterator

from bot.documents.readers.docx_package import Package

_OUTSIDE = "文件里有指向外部的图片、模板或对象，没有打开。"
_INSIDE = "文件里嵌着别的文件（例如表格或网页），里面的文字没有读取。"
_FOR_THE_READER = frozenset({"hyperlink"})
_EMBEDDED = frozenset({"aFChunk", "package", "oleObject", "subDocument"})


def links(package: Package) -> Iterator[str]:
    """A sentence for what leads out of the file, and one for files inside it."""
    outside = inside = False
    for role, external in package.relations():
        outside |= external and role not in _FOR_THE_READER
        inside |= not external and role in _EMBEDDED
    if outside:
        yield _OUTSIDE
    if inside:
        yield _INSIDE
