# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Which programs a PPD names."""

from __future__ import annotations

from unjam.diagnosis.reading.ppd import filter_programs, is_balanced, nickname

PPD = """*PPD-Adobe: "4.3"
*NickName: "Maker Model, driver 1.0"
*cupsFilter: "application/vnd.cups-raster 0 rastertomaker"
*cupsFilter2: "application/pdf application/vnd.cups-pdf 0 -"
*cupsFilter2: "image/urf image/urf 10 maxsize(1000) /opt/maker/filter with space"
*cupsPreFilter: "application/pdf 0 premaker"
*cupsFilter: "application/vnd.cups-raster 0 rastertomaker"
*%cupsFilter: "a/b 0 commented-out"
*cupsFilter: "broken"
"""


def test_each_program_once_in_order() -> None:
    assert filter_programs(PPD) == ("rastertomaker", "/opt/maker/filter with space", "premaker")


def test_the_drivers_name() -> None:
    assert nickname(PPD) == "Maker Model, driver 1.0"
    assert not nickname("")


def test_what_is_opened_is_closed() -> None:
    whole = '*OpenUI *PageSize: PickOne\n*PageSize A4: ""\n*CloseUI: *PageSize\n'
    assert is_balanced(whole)
    assert not is_balanced(whole[:40])
