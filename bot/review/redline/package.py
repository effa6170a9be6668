"""The Word file as a package: parts by their path, comments, and the same bytes for the same content."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING, Any, TypeAlias

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any

_EPOCH = (1980, 1, 1, 0, 0, 0)
_NUMBERED = re.compile(rb"""[:\s]id=["'](\d{1,8})["']""")
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


class WordFile:
    """A file whose parts can be changed; what is not asked for stays as it is, byte for byte."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._entries = {name: archive.read(name) for name in archive.namelist()}
        self._roots: dict[str, Element] = {}
        self.main = self._related("", "officeDocument") or "word/document.xml"

    def root(self, path: str) -> Element:
        """The root element of a part; what is changed in it is written. Raises KeyError where there is none."""
        if path not in self._roots:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            self._roots[path] = etree.fromstring(self._entries[path], parser)
        return self._roots[path]

    def stories(self) -> list[Element]:
        """The root elements of every part that can hold tracked changes."""
        folder = posixpath.dirname(self.main)
        paths = [
            path
            for path in self._entries
            if path.endswith(".xml")
            and posixpath.dirname(path) == folder
            and b"wordprocessingml" in self._entries[path]
        ]
        kinds = ("document", "hdr", "ftr", "footnotes", "endnotes", "comments")
        return [root for path in paths if _local(root := self.root(path)) in kinds]

    def largest_number(self) -> int:
        """The largest number that anything in the file is counted by."""
        texts = (data for path, data in self._entries.items() if path.endswith(".xml"))
        return max((int(found) for text in texts for found in _NUMBERED.findall(text)), default=0)

    def part(self, role: str) -> Element | None:
        """The root element of the part that plays a role for the main document, or None."""
        path = self._related(self.main, role)
        return self.root(path) if path in self._entries else None

    def comments(self, space: str) -> Element:
        """The comments, begun in the namespace of Word's elements where the file had none."""
        found = self.part("comments")
        if found is not None:
            return found
        folder = posixpath.dirname(self.main)
        name = next(
            name
            for at in range(1000)
            if posixpath.join(folder, name := f"comments{at or ''}.xml") not in self._entries
        )
        path = posixpath.join(folder, name)
        self._roots[path] = etree.Element(f"{{{space}}}comments", nsmap={"w": space})
        self._entries[path] = b""
        self._relate(name)
        types = self.root("[Content_Types].xml")
        override = etree.SubElement(types, _like(types, "Override"))
        override.set("PartName", f"/{path}")
        override.set("ContentType", _COMMENTS_TYPE)
        return self._roots[path]

    def content(self) -> bytes:
        """The file; one time for every part in the archive."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name, data in self._entries.items():
                info = zipfile.ZipInfo(name, _EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o600 << 16
                info.create_system = 3
                archive.writestr(info, self._written(name, data))
        return made.getvalue()

    def _written(self, name: str, data: bytes) -> bytes:
        root = self._roots.get(name)
        if root is None:
            return data
        written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return written

    def _relations(self, source: str) -> str:
        folder, name = posixpath.split(source)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def _related(self, source: str, role: str) -> str:
        """The path of the part that plays a role for another one, or an empty string."""
        path = self._relations(source)
        for relation in self.root(path) if path in self._entries else ():
            if (
                relation.get("Type", "").rpartition("/")[2] == role
                and relation.get("TargetMode") != "External"
            ):
                target = relation.get("Target", "")
                joined = posixpath.join(posixpath.dirname(source), target)
                return posixpath.normpath(target.lstrip("/") if target.startswith("/") else joined)
        return ""

    def _relate(self, target: str) -> None:
        """Let the main document name a part of comments beside it."""
        path = self._relations(self.main)
        if path not in self._entries:
            space = "http://schemas.openxmlformats.org/package/2006/relationships"
            self._roots[path] = etree.Element(f"{{{space}}}Relationships", nsmap={None: space})
            self._entries[path] = b""
        root = self.root(path)
        known = {relation.get("Id") for relation in root}
        kinds = [str(relation.get("Type")) for relation in self.root("_rels/.rels")]
        kind = next(kind for kind in kinds if kind.endswith("/officeDocument")).rpartition("/")[0]
        relation = etree.SubElement(root, _like(root, "Relationship"))
        relation.set(
            "Id", next(name for at in range(1, len(known) + 2) if (name := f"rIdC{at}") not in known)
        )
        relation.set("Type", f"{kind}/comments")
        relation.set("Target", target)


def _like(element: Element, name: str) -> str:
    """A tag in the namespace of an element."""
    return f"{str(element.tag).rpartition('}')[0]}}}{name}"


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
