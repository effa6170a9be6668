"""YAML files with a schema: errors name file, line and field, in Chinese."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.errors import ConfigurationError

Model = TypeVar("Model", bound=BaseModel)

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_MESSAGES = {
    "missing": "缺少这个字段",
    "extra_forbidden": "不认识这个字段",
    "string_type": "应当是一段文字",
    "list_type": "应当是一个列表",
    "tuple_type": "应当是一个列表",
    "literal_error": "只能取规定的值",
    "date_from_datetime_parsing": "应当是日期，例如 2024-09-06",
    "string_pattern_mismatch": "格式不对",
    "string_too_short": "不能为空",
    "too_short": "不能为空",
    "float_parsing": "应当是数字",
    "float_type": "应当是数字",
    "decimal_parsing": "应当是数字",
    "decimal_type": "应当是数字",
    "dict_type": "应当是“字段: 值”的形式",
    "model_type": "应当是“字段: 值”的形式",
    "bool_type": "应当是 true 或 false",
    "bool_parsing": "应当是 true 或 false",
}


def load_yaml(path: Path, model: type[Model]) -> Model:
    """The file at `path`, validated as `model`.

    Raises ConfigurationError that names file, line and field when it is absent, not YAML, or not valid.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path.name} 读不出来：请确认文件存在、编码是 UTF-8。") from error
    try:
        return parse_yaml(text, model, path.name)
    except ValueError as error:  # YAML reads what looks like a date as one
        raise ConfigurationError(
            f"{path.name} 里有不存在的日期或过长的数字：请改正，或给它加上引号。"
        ) from error


def fault(path: Path, place: tuple[int | str, ...], says: str) -> ConfigurationError:
    """The error that names file, line and field of a fault found after loading; `says` is a phrase without its stop.

    `place` leads from the top of the file to the value: names of fields, positions in lists.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):  # it is the fault that is to be told
        node = None
    return ConfigurationError(
        f"{path.name} 第{_line(node, place) + 1}行 字段 {_field(place)}：{says}。请改正后重试。"
    )


def parse_yaml(text: str, model: type[Model], name: str, first_line: int = 1) -> Model:
    """`text` as `model`; `name` and `first_line` say where it stands, for the error message."""
    try:
        data = yaml.load(text, Loader=_Loader)
    except yaml.reader.ReaderError as error:
        bad = yaml.reader.Reader.NON_PRINTABLE.search(text)
        line = text.count("\n", 0, bad.start() if bad else 0) + first_line
        raise ConfigurationError(f"{name} 第{line}行：有不能用的控制字符，请删掉。") from error
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) + first_line
        raise ConfigurationError(f"{name} 第{line}行：不是有效的 YAML，请检查缩进、冒号和引号。") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        node = yaml.compose(text, Loader=_Loader)
        problems = "；".join(
            f"第{_line(node, item['loc']) + first_line}行 字段 {_field(item['loc'])}："
            f"{_MESSAGES.get(item['type'], '值不合要求')}"
            for item in error.errors()[:5]
        )
        raise ConfigurationError(f"{name} {problems}。请改正后重试。") from error


def _field(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location) or "（整个文件）"


def _line(node: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    """Zero-based line of the deepest node on the way to `location`."""
    line = 0
    for part in location:
        if node is None:
            break
        line = node.start_mark.line
        child: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(part):
                    line, child = key.start_mark.line, value
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            child = node.value[part]
            line = child.start_mark.line
        node = child
    return line
