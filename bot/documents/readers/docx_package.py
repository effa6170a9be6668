"""The package of a Word file: a zip archive of XML parts, opened with suspicion."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.documents.limits import MEGABYTE, Limits, unusable

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any

_ENCRYPTED = 0x1
_DAMAGED = "已损坏，打不开。请用 Word 或 WPS 打开后另存一份再上传。"


def guard_docx(data: bytes, path: Path, limits: Limits) -> None:
    """Refuse an archive that would unpack to too much, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise unusable(path, _DAMAGED) from error
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
        except (zipfile.BadZipFile, ValueError) as error:
            raise unusable(path, _DAMAGED) from error
        self._names = set(self._archive.namelist())
        main = self._targets("", "_rels/.rels").get("officeDocument", ["word/document.xml"])[0]
        if main not in self._names:
            raise unusable(path, _DAMAGED)
        folder, name = posixpath.split(main)
        self._main = main
        self._related = self._targets(folder, f"{folder}/_rels/{name}.rels")

    def main(self) -> Element:
        """The root element of the main document."""
        return self._parsed(self._main)

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

    def _targets(self, folder: str, name: str) -> dict[str, list[str]]:
        if name not in self._names:
            return {}
        targets: dict[str, list[str]] = {}
        for relation in self._parsed(name).iterfind("{*}Relationship"):
            role = relation.get("Type", "").rsplit("/", 1)[-1]
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
        except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise unusable(self._path, _DAMAGED) from error
        if root.getroottree().docinfo.doctype:
            raise unusable(
                self._path, "里面带有实体定义，为安全起见没有读取。请用 Word 或 WPS 另存一份再上传。"
            )
        self._opened[root] = name
        return root
