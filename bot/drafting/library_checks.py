"""What must hold across the files of the clause library; each fault names file, line and field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

from bot.data_files import fault
from bot.drafting.clauses import Clause, Section
from bot.drafting.parameters import POSITIONS, Parameter, Position
from bot.drafting.wording import WordingError
from bot.errors import InputError

Place = tuple[str | int, ...]


def check_parameters(path: Path, parameters: tuple[Parameter, ...]) -> None:
    """Bounds in order, defaults within them, choices where there should be. Raises ConfigurationError."""
    _once(path, "parameters", [parameter.id for parameter in parameters])
    for at, parameter in enumerate(parameters):
        here: Place = ("parameters", at)
        if (parameter.type == "choice") != bool(parameter.choices):
            says = "类型是 choice 的参数要有选项，其他类型不能有"
            raise fault(path, (*here, "choices"), says)
        if parameter.numeric and not parameter.unit:
            raise fault(path, (*here, "unit"), "数字要写明单位")
        _bounds(path, here, parameter)
        for place, written in _defaults(parameter):
            try:
                plain = parameter.read(written)
            except InputError as error:
                raise fault(path, (*here, *place), str(error).rstrip("。")) from error
            if plain != written:
                raise fault(path, (*here, *place), f"默认值要写成“{plain}”")
            if parameter.caution_for(plain):
                raise fault(path, (*here, *place), f"默认值{plain}超出了自己写的常见范围")


def check_sections(path: Path, sections: tuple[Section, ...]) -> None:
    """Every id once. Raises ConfigurationError."""
    _once(path, "sections", [section.id for section in sections])


def check_clauses(
    folder: Path,
    files: Mapping[Path, tuple[Clause, ...]],
    sections: Iterable[Section],
    parameters: Mapping[str, Parameter],
) -> None:
    """Ids, sections, conditions, needs, excludes, texts. Raises ConfigurationError."""
    names = {section.id for section in sections}
    for path in sorted(folder.glob("*.yaml")):
        if path.stem not in names | {"parameters", "sections"}:
            raise fault(path, (), "文件名不是 sections.yaml 里的任何一个编号")
    clauses: dict[str, Clause] = {}
    for path, found in files.items():
        for at, clause in enumerate(found):
            if clause.id in clauses:
                raise fault(path, ("clauses", at, "id"), f"编号 {clause.id} 重复")
            if clause.section != path.stem:
                raise fault(path, ("clauses", at, "section"), f"应当和文件名一样是 {path.stem}")
            clauses[clause.id] = clause
    for path, found in files.items():
        for at, clause in enumerate(found):
            here: Place = ("clauses", at)
            _condition(path, here, clause, parameters)
            _relations(path, here, clause, clauses)
            for position in POSITIONS:
                _text(path, (*here, "positions", position, "text"), clause, position, parameters)


def _once(path: Path, name: str, ids: list[str]) -> None:
    for at, identity in enumerate(ids):
        if identity in ids[:at]:
            raise fault(path, (name, at, "id"), f"编号 {identity} 重复")


def _bounds(path: Path, here: Place, parameter: Parameter) -> None:
    bounds = ("min", "usual_min", "usual_max", "max")
    given = [(name, value) for name in bounds if (value := getattr(parameter, name)) is not None]
    if given and not parameter.numeric:
        raise fault(path, (*here, given[0][0]), "只有数字才有上下限")
    for (below, low), (above, high) in pairwise(given):
        if low > high:
            raise fault(path, (*here, above), f"不能小于 {below}")
    if bool(parameter.caution) != any(name.startswith("usual") for name, _ in given):
        raise fault(path, (*here, "caution"), "有常见范围就要写提醒，没有就不写")


def _defaults(parameter: Parameter) -> list[tuple[Place, str]]:
    own: list[tuple[Place, str]] = [(("default",), parameter.default)] if parameter.default else []
    return own + [(("leaning", position), value) for position, value in parameter.leaning.items()]


def _condition(path: Path, here: Place, clause: Clause, parameters: Mapping[str, Parameter]) -> None:
    for name, values in clause.condition.items():
        place = (*here, "condition", name)
        if name not in parameters:
            raise fault(path, place, f"没有参数 {name}")
        known = {choice.id for choice in parameters[name].choices}
        for value in values:
            if value not in known:
                raise fault(path, place, f"参数 {name} 没有选项 {value}")


def _relations(path: Path, here: Place, clause: Clause, clauses: Mapping[str, Clause]) -> None:
    for field in ("needs", "excludes"):
        for at, other in enumerate(getattr(clause, field)):
            place = (*here, field, at)
            if other not in clauses:
                raise fault(path, place, f"没有条款 {other}")
            if other == clause.id:
                raise fault(path, place, "不能写自己")
            if field == "needs" and other in clause.excludes:
                raise fault(path, place, f"条款 {other} 不能既需要又排斥")
            if field == "needs" and not _holds_with(clauses[other], clause):
                raise fault(path, place, f"条款 {other} 另有适用条件，这一条在的时候它可能不在")


def _holds_with(needed: Clause, clause: Clause) -> bool:
    """Whether `needed` applies wherever `clause` does."""
    return all(
        name in clause.condition and set(clause.condition[name]) <= set(values)
        for name, values in needed.condition.items()
    )


def _text(
    path: Path, place: Place, clause: Clause, position: Position, parameters: Mapping[str, Parameter]
) -> None:
    try:
        used = clause.parameters(position)
    except WordingError as error:
        raise fault(path, place, str(error)) from error
    for name in used:
        if name not in parameters:
            raise fault(path, place, f"没有参数 {name}")
    for other in clause.references(position):
        if other not in (clause.id, *clause.needs):
            raise fault(path, place, f"引用的条款 {other} 没有写进 needs")
