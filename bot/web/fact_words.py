"""What is said of a fact where somebody is to write it: what is usual, or an example."""

from __future__ import annotations

from bot.drafting.parameters import Parameter

_EXAMPLES = {
    "date": "例如 2027-03-01 或 2027年3月1日",
    "time": "例如 09:00 或早上九点",
    "money": "例如 8000、8千元或 1.2万元",
    "rate": "例如 5% 或千分之五",
}


def hint(parameter: Parameter) -> str:
    """The usual range, or where none is declared how a value may be written; nothing where that is plain."""
    low, high, unit = parameter.usual_min, parameter.usual_max, parameter.unit
    if low is not None and high is not None:
        return f"一般在 {low:f} 到 {high:f}{unit} 之间"
    if high is not None:
        return f"一般不超过 {high:f}{unit}"
    return f"一般不低于 {low:f}{unit}" if low is not None else _EXAMPLES.get(parameter.type, "")
