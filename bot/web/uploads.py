"""Files that readers hand in: kept in a private folder of each conversation, and never served to anybody.

`<folder>/<owner>/<conversation>/<random><suffix>`, with the name that its owner gave it in `<random>.name` beside it.
The owner's secret is not written into the path, only its digest.
"""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
import shutil
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.conversation import Attachment
from bot.documents.limits import MEGABYTE, Limits
from bot.errors import InputError, StorageError
from bot.web.ids import checked

log = logging.getLogger(__name__)

FORMATS = (".docx", ".doc", ".pdf", ".txt", ".md")
LARGEST = Limits().file_bytes
MOST_AT_ONCE = 10
"""Files that go with one turn."""
MOST_KEPT = 60
"""Files of one conversation."""
LONGEST_NAME = 120
_ID = re.compile(r"[0-9a-f]{32}")
_GONE = "附件已经不在了，请重新选一次文件。"
_NOT_KEPT = "文件没能存下来。请检查数据文件夹的权限和剩余空间，再试一次。"


@dataclass(frozen=True)
class Upload:
    """A file that was taken in: the id that only its owner knows, and the name that they gave it."""

    id: str
    name: str


class Uploads:
    """The folder of all uploads. Safe to call from any thread."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made before the first file comes."""
        self._folder = folder

    def add(self, owner: str, conversation: str, name: str, data: bytes) -> Upload:
        """Take a file in. Raises InputError where it cannot be one that is read, StorageError where it cannot be kept."""
        if not owner:
            raise InputError("浏览器没有保存身份，文件存不下来：请允许本站的 Cookie 后刷新。")
        folder, shown = self._of(owner, conversation), shown_name(name)
        suffix = Path(shown).suffix.lower()
        if suffix not in FORMATS:
            raise InputError(f"「{shown}」不能上传：可以用 {'、'.join(FORMATS)}，也可以直接粘贴合同的文字。")
        if len(data) > LARGEST:
            raise InputError(too_large(shown))
        if not data:
            raise InputError(f"「{shown}」是空文件，里面没有内容。请重新保存或换一个文件。")
        if len(list(folder.glob("*.name"))) >= MOST_KEPT:
            raise InputError(f"这段会话已经有 {MOST_KEPT} 个文件。请新建一段会话再上传。")
        key = secrets.token_hex(16)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (folder / f"{key}{suffix}").write_bytes(data)
            (folder / f"{key}.name").write_text(shown, encoding="utf-8")
        except OSError as error:
            raise StorageError(_NOT_KEPT) from error
        return Upload(key, shown)

    def find(self, owner: str, conversation: str, ids: Sequence[str]) -> tuple[Attachment, ...]:
        """The files of these ids. Raises InputError when this owner's conversation has no such file, or for too many."""
        if len(ids) > MOST_AT_ONCE:
            raise InputError(f"一次最多 {MOST_AT_ONCE} 个文件，请分几次发。")
        return tuple(self._attachment(owner, conversation, key) for key in dict.fromkeys(ids))

    def discard(self, owner: str, conversation: str, key: str) -> None:
        """Delete one file; nothing happens when there is none such."""
        if owner and _ID.fullmatch(key):
            for path in self._of(owner, conversation).glob(f"{key}.*"):
                path.unlink(missing_ok=True)

    def forget(self, owner: str, conversation: str) -> None:
        """Delete every file of a conversation."""
        shutil.rmtree(self._of(owner, conversation), ignore_errors=True)

    def sweep(self, conversations: Collection[tuple[str, str]]) -> int:
        """Delete what belongs to none of these conversations (owner and id); how many folders that were."""
        kept = {self._of(owner, conversation) for owner, conversation in conversations}
        orphans = [path for path in self._folder.glob("*/*") if path not in kept]
        for path in orphans:
            shutil.rmtree(path, ignore_errors=True)
        if orphans:
            log.info("%d folders of uploads belonged to no conversation and were deleted", len(orphans))
        return len(orphans)

    def _attachment(self, owner: str, conversation: str, key: str) -> Attachment:
        folder = self._of(owner, conversation)
        name = folder / f"{key}.name"
        if not owner or not _ID.fullmatch(key) or not name.is_file():
            raise InputError(_GONE)
        shown = name.read_text(encoding="utf-8")
        path = folder / f"{key}{Path(shown).suffix.lower()}"
        if not path.is_file():
            raise InputError(_GONE)
        return Attachment(str(path), shown)

    def _of(self, owner: str, conversation: str) -> Path:
        digest = hashlib.sha256(owner.encode()).hexdigest()[:32]
        return self._folder / digest / checked(conversation)


def too_large(name: str) -> str:
    """The sentence for a file beyond the limit."""
    return f"「{name}」超过 {LARGEST // MEGABYTE} MB 的上限。请去掉图片，或拆成几个文件后再上传。"


def shown_name(name: str) -> str:
    """A file's name as it may be shown and kept: no folders, nothing invisible, not endless, its suffix kept."""
    last = re.split(r"[\\/]", name)[-1]
    clean = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip()
    stem, suffix = Path(clean).stem, Path(clean).suffix
    return f"{stem[: LONGEST_NAME - len(suffix)]}{suffix}" if len(suffix) < 10 else clean[:LONGEST_NAME]
