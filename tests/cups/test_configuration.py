# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""cupsd.conf as text, read and changed as cupsd itself reads it."""

from __future__ import annotations

import pytest

from unjam.cups.configuration import changed, settings

CONF = """\
# LogLevel debug2
LogLevel warn
Listen localhost:631
Browsing No
<Location />
  Order allow,deny
  MaxJobs 3
</Location>
"""


def directives(text: str) -> dict[str, str]:
    return {name: value for name, value in settings(text).items() if not name.startswith("_")}


def test_what_stands_outside_of_sections() -> None:
    assert directives(CONF) == {
        "LogLevel": "warn", "Listen": "localhost:631", "Browsing": "No",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("LogLevel debug", "debug"),
        ("  LogLevel\tdebug  ", "debug"),
        ("LogLevel debug # for a day", "debug"),
        ("LogLevel debug#for a day", "debug"),
        (r"LogLevel de\#bug", "de#bug"),
        (r"LogLevel de\#bug # as cupsd has it", "de#bug # as cupsd has it"),
        ("LogLevel debug\r", "debug"),
    ],
)
def test_a_comment_is_no_value(line: str, value: str) -> None:
    assert directives(f"{line}\n") == {"LogLevel": value}


def test_only_a_line_is_a_line() -> None:
    assert directives("# see\u2028LogLevel debug\n# or\x0cMaxJobs 3\n") == {}


def test_a_section_begins_before_a_comment() -> None:
    assert directives("<Location /> # all of it\nMaxJobs 3\n</Location>\n") == {}


def test_what_comes_twice_is_joined_however_it_is_written() -> None:
    assert directives("Listen a\nlisten b\n") == {"Listen": "a\nb"}


@pytest.mark.parametrize(
    "line",
    ["LogLevel debug", "loglevel Debug2", "LOGLEVEL debug # on", "LogLevel warn\nloglevel debug"],
)
def test_a_switch_is_what_counts_for_cupsd(line: str) -> None:
    assert settings(line)["_debug_logging"] == "1"
    assert settings(f"{line}\nLogLevel warn")["_debug_logging"] == "0"


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ({"LogLevel": "debug"}, CONF.replace("LogLevel warn", "LogLevel debug")),
        ({"loglevel": "debug"}, CONF.replace("LogLevel warn", "loglevel debug")),
        ({"LogLevel": ""}, CONF.replace("LogLevel warn\n", "")),
        ({"loglevel": ""}, CONF.replace("LogLevel warn\n", "")),
        ({"MaxJobs": "5"}, CONF + "MaxJobs 5\n"),
        ({"ServerName": "a#b"}, CONF + "ServerName a\\#b\n"),
        ({}, CONF),
    ],
)
def test_changes_in_place(new: dict[str, str], expected: str) -> None:
    assert changed(CONF, new) == expected


def test_what_is_written_is_read_again() -> None:
    new = {"ServerName": "a#b#c", "LogLevel": "debug"}
    assert directives(changed(CONF, new)) == directives(CONF) | new


def test_what_stood_twice_stands_once() -> None:
    assert changed("LogLevel a\nloglevel b\n", {"LogLevel": "c"}) == "LogLevel c\n"


def test_a_last_line_without_an_end() -> None:
    assert changed("LogLevel a", {"MaxJobs": "1"}) == "LogLevel a\nMaxJobs 1\n"
