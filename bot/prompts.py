"""Prompt files: Markdown with declared variables, checked when loaded, rendered without a template language."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import parse_yaml
from bot.errors import ConfigurationError

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_FENCE = "---"


class _Head(BaseModel):
    """What stands above a prompt's text, and nothing else."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    purpose: str = Field(min_length=1)
    variables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prompt:
    """One prompt: `body` with `{variable}` places. `digest` is the SHA-256 of the file, logged with an answer."""

    name: str
    purpose: str
    variables: tuple[str, ...]
    body: str
    digest: str
    file: str

    def render(self, **values: str) -> str:
        """The body with every variable put in once; braces inside a value stay as they are.

        Raises ConfigurationError that names every missing and every unknown variable.
        """
        problems = [f"缺少变量 {name}" for name in self.variables if name not in values]
        problems += [f"没有声明变量 {name}" for name in values if name not in self.variables]
        if problems:
            raise ConfigurationError(
                f"提示词 {self.file} 用不了：{'、'.join(problems)}。请改正 variables 一栏。"
            )
        return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), self.body)


def load_prompts(folder: Path, required: Mapping[str, Iterable[str]] | None = None) -> dict[str, Prompt]:
    """Every prompt of `folder` by name; `required` says which must be there and with which variables.

    Raises ConfigurationError that names all faulty files at once.
    """
    prompts: dict[str, Prompt] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.md")):
        try:
            prompt = parse_prompt(path.read_text(encoding="utf-8"), path.name)
        except ConfigurationError as error:
            problems.append(str(error))
            continue
        except (OSError, UnicodeDecodeError):
            problems.append(f"{path.name} 读不出来：请确认文件可读、编码是 UTF-8。")
            continue
        if prompt.name in prompts:
            problems.append(f"{path.name} 第2行 字段 name：与 {prompts[prompt.name].file} 重名。请改名。")
        prompts[prompt.name] = prompt
    for name, variables in (required or {}).items():
        if name not in prompts:
            problems.append(f"提示词文件夹里没有 name 为 {name} 的提示词。请恢复它。")
        elif wrong := sorted(set(variables) ^ set(prompts[name].variables)):
            problems.append(
                f"{prompts[name].file} 字段 variables：与程序用的不一致（{'、'.join(wrong)}）。请改正。"
            )
    if problems:
        raise ConfigurationError("\n".join(problems))
    return prompts


def parse_prompt(text: str, name: str) -> Prompt:
    """The prompt in `text`; `name` is its file, for errors.

    Raises ConfigurationError with file, line and field: bad front matter, and every variable that is used but
    not declared or declared but not used.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n")
    lines = text.split("\n")
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if lines[0].rstrip() != _FENCE or end is None:
        raise ConfigurationError(f"{name} 第1行 字段 ---：开头要有用两行 --- 包起来的说明。请补上。")
    head = parse_yaml("\n".join(lines[1:end]), _Head, name, first_line=2)
    body = lines[end + 1 :]
    used: dict[str, int] = {}
    for line, words in enumerate(body, end + 2):
        for match in _PLACEHOLDER.finditer(words):
            used.setdefault(match[1], line)
    problems = [
        f"第{line}行 字段 {variable}：用到了但 variables 里没有声明"
        for variable, line in used.items()
        if variable not in head.variables
    ]
    declared = next((at + 1 for at, line in enumerate(lines[:end]) if line.startswith("variables")), 1)
    problems += [
        f"第{declared}行 字段 {variable}：声明了但正文里没有用到"
        for variable in head.variables
        if variable not in used
    ]
    if not "".join(body).strip():
        problems.append(f"第{end + 1}行 字段 正文：不能为空")
    if problems:
        raise ConfigurationError(f"{name} {'；'.join(problems)}。请改正后重试。")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Prompt(head.name, head.purpose, head.variables, "\n".join(body).strip(), digest, name)
