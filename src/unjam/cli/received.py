# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a printer was sent, recognised by how it begins."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

BEGINNINGS = (
    (b"UNIRAST\x00", "Apple raster (image/urf)"),
    (b"RaS2PwgRaster", "PWG raster (image/pwg-raster)"),
    (b"%PDF-", "PDF (application/pdf)"),
    (b"%!", "PostScript (application/postscript)"),
    (b"\xff\xd8\xff", "JPEG (image/jpeg)"),
    (b"\x1b%-12345X", "PJL"),
    (b"\x1bE", "PCL"),
)


@dataclass(frozen=True, slots=True)
class Received:
    """A document that came out at a virtual printer."""

    size: int
    kind: str


def look_at(path: Path) -> Received:
    """Read a document's beginning, through gzip if need be."""
    with path.open("rb") as stream:
        start = stream.read(16)
    if start.startswith(b"\x1f\x8b"):
        with gzip.open(path) as stream:
            start = stream.read(16)
    kinds = [kind for beginning, kind in BEGINNINGS if start.startswith(beginning)]
    return Received(path.stat().st_size, kinds[0] if kinds else "unknown data")
