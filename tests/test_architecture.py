# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The house keeps its walls: who may import whom, and what each part may bring in from outside.

Between our own packages import-linter judges, by the contracts in `pyproject.toml`. What comes from
outside is read from the syntax tree here, because `gi.repository` hides which library is meant.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter import cli as import_linter

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "unjam"

ALLOWED_FROM_OUTSIDE = {
    "cups": set[str](),
    "operations": {"gi"},
    "auth": set[str](),
    "diagnosis": {"dbus_fast", "pysnmp"},
    "actions": {"dbus_fast"},
    "sandbox": set[str](),
    "cli": {"click", "rich"},
    "app": {"gi"},
    "translation": set[str](),
}
"""By top-level part: the packages that it may import beside the standard library and Unjam."""

WINDOWING = {"Gtk", "Gdk", "Adw"}


def modules(part: str) -> list[Path]:
    """Return the Python files of one part of the house, which may be a lone module."""
    return sorted((SOURCE / part).rglob("*.py")) or [SOURCE / f"{part}.py"]


def imported(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (module, name) for every import statement of a file; name is "" for a plain import."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)


def test_parts_import_only_what_the_design_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert import_linter.lint_imports(no_cache=True) == import_linter.EXIT_STATUS_SUCCESS


def test_every_part_has_its_row() -> None:
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    lone_modules = {path.stem for path in SOURCE.glob("*.py")} - {"__init__"}
    assert packages | lone_modules == set(ALLOWED_FROM_OUTSIDE)


@pytest.mark.parametrize("part", ALLOWED_FROM_OUTSIDE)
def test_nothing_foreign_is_brought_in(part: str) -> None:
    at_home = set(sys.stdlib_module_names) | {"unjam"} | ALLOWED_FROM_OUTSIDE[part]
    foreign = {
        f"{path.relative_to(SOURCE)}: {module}"
        for path in modules(part)
        for module, _ in imported(path)
        if module.partition(".")[0] not in at_home
    }
    assert not foreign


@pytest.mark.parametrize("part", [part for part in ALLOWED_FROM_OUTSIDE if part != "app"])
def test_only_the_application_touches_windows(part: str) -> None:
    touched = {
        path.name
        for path in modules(part)
        for module, name in imported(path)
        if module == "gi.repository" and name in WINDOWING
    }
    assert not touched


def test_the_application_never_blocks_its_loop() -> None:
    blocking = {"subprocess", "threading", "multiprocessing", "concurrent.futures", "time.sleep"}
    used = {
        f"{path.name}: {module}.{name}"
        for path in modules("app")
        for module, name in imported(path)
        if {module, f"{module}.{name}"} & blocking
    }
    assert not used


@pytest.mark.parametrize("part", ["diagnosis", "actions", "app"])
def test_what_runs_on_a_loop_uses_no_blocking_connection(part: str) -> None:
    used = {
        path.name
        for path in modules(part)
        for module, name in imported(path)
        if module.startswith("unjam.cups") and name == "Connection"
    }
    assert not used
