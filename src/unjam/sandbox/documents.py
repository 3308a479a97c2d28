# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Small documents to print."""

from __future__ import annotations

from typing import Final

PAGE: Final = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
    b"/Resources<</Font<</F 5 0 R>>>>>>"
)
END: Final = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"


def one_page(text: str = "A page") -> bytes:
    """One letter-size page of PDF with a line of (ASCII) text."""
    shown = text.encode("ascii", "replace").translate(None, rb"()\\")
    content = b"BT /F 24 Tf 72 700 Td (" + shown + b") Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        PAGE,
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    return _assemble(objects)


def _assemble(objects: list[bytes]) -> bytes:
    document, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(document))
        document += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(document)
    count = len(objects) + 1
    cross_references = b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    return document + cross_references + END % (count, start)
