"""The clause library: sections, clauses in three positions and the facts they speak of, read and checked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.data_files import load_yaml
from bot.drafting.clauses import Clause, ClauseFile, Guidance, Section, SectionFile, Wording
from bot.drafting.library_checks import check_clauses, check_parameters, check_sections
from bot.drafting.library_search import ranked
from bot.drafting.parameters import Choice, Parameter, ParameterFile, Position

__all__ = ["Choice", "Clause", "ClauseLibrary", "Guidance", "Parameter", "Position", "Section", "Wording"]

PARAMETERS = "parameters.yaml"
SECTIONS = "sections.yaml"


@dataclass(frozen=True)
class ClauseLibrary:
    """Everything a contract can be made of, in the contract's order."""

    sections: tuple[Section, ...]
    clauses: tuple[Clause, ...]
    parameters: Mapping[str, Parameter]

    @classmethod
    def load(cls, folder: Path) -> ClauseLibrary:
        """The library in `folder` (knowledge/clauses): parameters, sections and a file per section, all checked.

        Raises ConfigurationError that names file, line and field: an invalid file, an unknown parameter, clause or
        section, a doubled id, a default out of bounds, a text that cannot be read.
        """
        parameters = load_yaml(folder / PARAMETERS, ParameterFile).parameters
        check_parameters(folder / PARAMETERS, parameters)
        sections = load_yaml(folder / SECTIONS, SectionFile).sections
        check_sections(folder / SECTIONS, sections)
        known = {parameter.id: parameter for parameter in parameters}
        files = {}
        for section in sections:
            path = folder / f"{section.id}.yaml"
            if path.exists():
                files[path] = load_yaml(path, ClauseFile).clauses
        check_clauses(folder, files, sections, known)
        clauses = tuple(clause for found in files.values() for clause in found)
        return cls(sections, clauses, known)

    def clause(self, identity: str) -> Clause:
        """The clause of that id; KeyError when there is none."""
        return self._by_id[identity]

    def of_section(self, section: str) -> tuple[Clause, ...]:
        """The clauses of one section, in order."""
        return tuple(clause for clause in self.clauses if clause.section == section)

    def defaults(self, position: Position) -> dict[str, str]:
        """Every fact that has a value before anybody says anything, in the plain form."""
        return {
            parameter.id: value
            for parameter in self.parameters.values()
            if (value := parameter.default_for(position))
        }

    def search(self, words: str) -> tuple[Clause, ...]:
        """Clauses that share words with `words`, best first."""
        return ranked(self.clauses, words)

    @cached_property
    def _by_id(self) -> dict[str, Clause]:
        return {clause.id: clause for clause in self.clauses}
