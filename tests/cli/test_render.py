# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Text from servers and printers is shown, never obeyed."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unjam.cli import encoding
from unjam.cli.render import console, key, note, number, one_line, plain, prose, row, table

TEXT = st.text(st.characters(codec="utf-8", categories=None), max_size=80)


@settings(database=None)
@given(TEXT)
def test_nothing_reaches_the_terminal_that_could_steer_it(text: str) -> None:
    shown = plain(text)
    assert all(c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"} for c in shown)
    assert "\n" not in one_line(text)


@settings(database=None)
@given(TEXT, st.integers(0, 20), st.integers(30, 120))
def test_prose_wraps_and_ends_its_lines_cleanly(text: str, indent: int, width: int) -> None:
    stream = io.StringIO()
    target = console(stream)
    target.width = width
    prose(target, text, indent=indent)
    for line in stream.getvalue().splitlines():
        assert line == line.rstrip()


@settings(database=None)
@given(TEXT)
def test_every_text_can_be_encoded_for_a_terminal_that_knows_ascii(text: str) -> None:
    encoding.set_up()
    shown = plain(text).encode("ascii", encoding.HANDLER)
    assert shown.isascii()


def test_the_nearest_characters_are_taken() -> None:
    encoding.set_up()
    assert "“Büro” → …".encode("ascii", encoding.HANDLER) == b'"B\\xfcro" -> ...'
    assert "“Büro”".encode("latin-1", encoding.HANDLER) == b'"B\xfcro"'


def test_markup_is_text() -> None:
    stream = io.StringIO()
    target = console(stream)
    prose(target, "[bold red]not markup[/] :smile:")
    listing = table("A")
    row(listing, ["[link=http://x]y[/link]"])
    target.print(listing)
    assert "[bold red]not markup[/] :smile:" in stream.getvalue()
    assert "[link=http://x]y[/link]" in stream.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_what_people_type_is_never_shortened(width: int) -> None:
    stream = io.StringIO()
    target = console(stream)
    target.width = width
    listing = table(key("QUEUE"), number("JOBS"), note("MODEL"))
    row(listing, ("Laser-in-the-basement", 7, "A long name of a printer that nobody types"))
    target.print(listing)
    heading, line = stream.getvalue().splitlines()
    assert "Laser-in-the-basement" in line
    assert heading.index("JOBS") + 3 == line.index("7")
    assert len(line) <= width
    assert ("…" in line) == (width < 80)
