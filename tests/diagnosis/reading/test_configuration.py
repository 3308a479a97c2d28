# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Reading what administrators and persons wrote: directives, lpoptions, addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unjam.diagnosis.reading.cups_conf import (
    all_values,
    config_errors,
    read_directives,
    top_level,
)
from unjam.diagnosis.reading.lpoptions import read_lpoptions
from unjam.diagnosis.reading.ppd_choices import choices_of
from unjam.diagnosis.reading.server_address import ServerAddress

CONF = r"""
# comment
LogLevel warn   # trailing
Listen localhost:631
Listen /run/cups/cups.sock
Title a\#b
<Location />
  Order allow,deny
</Location>
Loglevel	debug
"""


def test_directives() -> None:
    assert top_level(CONF)["loglevel"] == "debug"
    assert top_level(CONF)["title"] == "a#b"
    assert "order" not in top_level(CONF)
    assert all_values(CONF, "listen") == ["localhost:631", "/run/cups/cups.sock"]
    order = next(d for d in read_directives(CONF) if d.name == "Order")
    assert (order.sections, order.line) == (("Location /",), 8)


@given(st.text())
def test_whatever_stands_there_is_read(text: str) -> None:
    list(read_directives(text))
    list(read_lpoptions(text))


def test_what_cupsd_complains_about() -> None:
    output = (
        "Unknown directive Foo on line 2 of /etc/cups/cupsd.conf.\n"
        "FaxRetryLimit is deprecated; use JobRetryLimit on line 3 of /etc/cups/cupsd.conf.\n"
        'I [22/Nov/2026:23:10:56 +0000] Please move "FatalErrors listen" on line 1 of /etc/x to the'
        " /etc/y file; this will become an error in a future release.\n"
        'Unable to change permissions of "/x" - Operation not permitted\n'
    )
    (error,) = config_errors(output, "/etc/c")
    assert (error.path, error.line) == ("/etc/cups/cupsd.conf", 2)
    assert error.message == "Unknown directive Foo on line 2 of /etc/cups/cupsd.conf"


def test_lpoptions() -> None:
    text = "Dest Office/draft print-quality=3 sides=one-sided\nDefault Lab fit media='A 4'\n"
    text += "Hello\nDest\n"
    draft, lab = read_lpoptions(text)
    assert (draft.queue, draft.instance, draft.is_default) == ("Office", "draft", False)
    assert draft.options == (("print-quality", "3"), ("sides", "one-sided"))
    assert lab.is_default
    assert lab.options == (("fit", "true"), ("media", "A 4"))


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("printers.example", "printers.example:631"),
        ("printers.example:8631", "printers.example:8631"),
        ("printers.example:631/version=1.1", "printers.example:631"),
        ("[2001:db8::1]:632", "[2001:db8::1]:632"),
        ("2001:db8::1", "[2001:db8::1]:631"),
        ("/run/cups/cups.sock", "/run/cups/cups.sock"),
    ],
)
def test_addresses(text: str, normal: str) -> None:
    assert str(ServerAddress.parse(text)) == normal


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Unexpected end-of-file at line 28 while reading location.", 28),
        ("Bad Listen address nosuch.invalid:12 at line 26.", 26),
        ('Default policy "nosuch" not found.', 0),
    ],
)
def test_complaints_that_name_no_file(line: str, number: int) -> None:
    (error,) = config_errors(line, "/etc/cups/cupsd.conf")
    assert (error.path, error.line) == ("/etc/cups/cupsd.conf", number)
    assert error.message == line.rstrip(".")


def test_the_choices_of_a_ppd() -> None:
    ppd = (
        '*OpenUI *InputSlot/Source: PickOne\n*InputSlot Auto/Automatic: ""\n*InputSlot Tray1: ""\n'
        '*CloseUI: *InputSlot\n*OpenUI *PageSize: PickOne\n*PageSize A4: ""\n'
        '*CustomPageSize True: "x"\n'
    )
    assert choices_of(ppd) == {"inputslot": ("Auto", "Tray1")}
