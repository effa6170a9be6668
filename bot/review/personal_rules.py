"""`knowledge/review/personal_data.yaml`: the kinds of personal data and the ways in which each is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

FILE = "personal_data.yaml"

Kind: TypeAlias = Literal[
    "email", "id_card", "bank_card", "mobile", "landline", "account", "travel_document", "licence_plate", "address", "name"
]  # fmt: skip
Test: TypeAlias = Literal["", "birthday", "id_number", "luhn", "person"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RuleData(_Model):
    """One way to write a kind: `value`, behind `label` where there is one; `many` values may follow a label.

    `check` is what the value must pass besides. Without a label, words of `not_after` in front rule it out. A value
    that is to be masked `everywhere` is so wherever else it stands in the same text.
    """

    label: str = ""
    value: str = Field(min_length=1)
    check: Test = ""
    many: bool = False
    everywhere: bool = False


class KindData(_Model):
    """A kind of personal data, the word a masked text shows for it, and the ways in which it is written."""

    kind: Kind
    token: str = Field(pattern=r"^[一-龥]{2,6}$")
    rules: tuple[RuleData, ...] = Field(min_length=1)


class PersonalDataFile(_Model):
    """The file as it is written. An earlier kind claims its place before a later one."""

    words: Mapping[str, tuple[str, ...]]
    not_names: tuple[str, ...]
    fragments: Mapping[str, str]
    not_after: str
    left_alone: tuple[str, ...]
    kinds: tuple[KindData, ...] = Field(min_length=1)
