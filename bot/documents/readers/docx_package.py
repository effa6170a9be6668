"""The package of a Word file: a zip archive of XML parts, opened with suspicion."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.documents.limits import MEGABYTE, Limits, unusable
from bot.documents.sniff import DAMAGED_ZIP

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any

_ENCRYPTED = 0x1
_MOST_PARAGRAPHS = 100_000
_DAMAGED = "已损坏，打不开。请用 Word 或 WPS 打开后另存一份再上传。"


def guard_docx(data: bytes, path: Path, limits: Limits) -> None:
    """Refuse an archive that would unpack to too much, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except DAMAGED_ZIP as error:
        raise unusable(path, _DAMAGED) from error
    if len({entry.filename for entry in entries}) < len(entries):
        raise unusable(
            path, "里面有重名的部件，看到的内容可能不止一种，没有读取。请用 Word 或 WPS 另存一份再上传。"
        )
    unpacked = sum(entry.file_size for entry in entries)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise unusable(path, "加了密码，读不了。请去掉密码后再上传。")
    if len(entries) > limits.zip_entries:
        raise unusable(
            path, f"里面有 {len(entries)} 个部件，多得不正常，为安全起见没有读取。请另存一份再上传。"
        )
    if unpacked > limits.zip_bytes or unpacked > limits.zip_ratio * max(len(data), 1):
        raise unusable(
            path,
            f"解压后有 {unpacked / MEGABYTE:.0f} MB,大得不正常，为安全起见没有读取。"
            "请把正文复制到新文档后再上传。",
        )


class Package:
    """The parts of a Word file by the role they play for its main document."""

    def __init__(self, data: bytes, path: Path) -> None:
        self._path = path
        self._opened: dict[Element, str] = {}
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED_ZIP as error:
            raise unusable(path, _DAMAGED) from error
        self._names = set(self._archive.namelist())
        main = self._targets("", "_rels/.rels").get("officeDocument", ["word/document.xml"])[0]
        if main not in self._names:
            raise unusable(path, _DAMAGED)
        folder, name = posixpath.split(main)
        self._main = main
        self._related = self._targets(folder, f"{folder}/_rels/{name}.rels")

    def main(self) -> Element:
        """The root element of the main document. Raises InputError for one that no writer made."""
        root = self._parsed(self._main)
        paragraphs = sum(1 for _ in root.iter("{*}p"))
        if paragraphs > _MOST_PARAGRAPHS:
            raise unusable(
                self._path, f"有 {paragraphs:,} 段，多得不正常，没有读取。请把正文复制到新文档后再上传。"
            )
        return root

    def part(self, role: str) -> Element | None:
        """The root element of a part (`styles`, `numbering`, `footnotes`), or None when there is none."""
        return next(self.parts(role), None)

    def parts(self, role: str) -> Iterator[Element]:
        """The root elements of all parts with a role (`header`), in the order they are named."""
        for target in dict.fromkeys(self._related.get(role, ())):
            if target in self._names:
                yield self._parsed(target)

    def path(self, root: Element) -> str:
        """Where in the archive a root element that this package gave stands."""
        return self._opened[root]

    def relations(self) -> Iterator[tuple[str, bool]]:
        """The role of everything that any part draws in, and whether it lies outside the file."""
        for name in sorted(self._names):
            if name.endswith(".rels"):
                for relation in self._relations(name):
                    yield _role(relation), relation.get("TargetMode") == "External"

    def _relations(self, name: str) -> Iterator[Element]:
        yield from self._parsed(name).iterfind("{*}Relationship")

    def _targets(self, folder: str, name: str) -> dict[str, list[str]]:
        if name not in self._names:
            return {}
        targets: dict[str, list[str]] = {}
        for relation in self._relations(name):
            role = _role(relation)
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                joined = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                targets.setdefault(role, []).append(posixpath.normpath(joined))
        return targets

    def _parsed(self, name: str) -> Element:
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(self._archive.read(name), parser)
        except (etree.XMLSyntaxError, *DAMAGED_ZIP) as error:
            raise unusable(self._path, _DAMAGED) from error
        if root.getroottree().docinfo.doctype:
            raise unusable(
                self._path, "里面带有实体定义，为安全起见没有读取。请用 Word 或 WPS 另存一份再上传。"
            )
        self._opened[root] = name
        return root


def _role(relation: Element) -> str:
    return str(relation.get("Type", "")).rsplit("/", 1)[-1]
