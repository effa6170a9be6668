"""Files that a command writes."""

from __future__ import annotations

from pathlib import Path

from bot.errors import StorageError


def write_file(path: Path, data: bytes) -> None:
    """Write a whole file. Raises StorageError with what to look at where it cannot be written."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise StorageError(f"{path} 写不了：请检查文件夹是否存在、有没有权限和空间。") from error
