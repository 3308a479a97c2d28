# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""One page of PDF that shows at a glance what a printer can do: edges, greys, colours, small type.

A4's width and Letter's height are common to both papers, so the page fits either.
"""

from __future__ import annotations

from typing import Final

WIDTH: Final = 595
HEIGHT: Final = 792
_INKS: Final = ("0 1 1", "1 0 1", "1 1 0", "0 0 0", "1 0 0", "0 1 0", "0 0 1")


def test_page(title: str = "Unjam test page") -> bytes:
    """The page, with this title on it."""
    content = "\n".join((_frame(), _greys(), _colours(), _words(title))).encode(
        "latin-1", "replace"
    )
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> >>" % (WIDTH, HEIGHT),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    return _file(objects)


def _file(objects: tuple[bytes, ...]) -> bytes:
    """Number the objects and write the table of where each begins (ISO 32000-1, 7.5)."""
    out = bytearray(b"%PDF-1.4\n")
    places: list[int] = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _frame() -> str:
    inset = 18
    return f"0.5 w {inset} {inset} {WIDTH - 2 * inset} {HEIGHT - 2 * inset} re S"


def _greys() -> str:
    steps = 16
    side = (WIDTH - 144) / steps
    return "\n".join(
        f"{step / (steps - 1):.3f} g {72 + step * side:.1f} 420 {side:.1f} 40 re f"
        for step in range(steps)
    )


def _colours() -> str:
    side = (WIDTH - 144) / len(_INKS)
    return "\n".join(
        f"{ink} rg {72 + place * side:.1f} 360 {side:.1f} 40 re f"
        for place, ink in enumerate(_INKS)
    )


def _words(title: str) -> str:
    escaped = title.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    sizes = "\n".join(
        f"BT /F {size} Tf 72 {330 - 14 * line} Td ({size} pt: The quick brown fox) Tj ET"
        for line, size in enumerate((12, 10, 8, 6, 4))
    )
    return f"0 g BT /F 28 Tf 72 660 Td ({escaped}) Tj ET\n{sizes}"
