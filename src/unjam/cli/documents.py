# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What `--json` prints, whatever the command: documents of one version.

The schemas are docs/schema/COMMAND-1.json. Keys may be added within a version, never changed or
removed.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Any

from unjam.cups.model import OutOfBand

SCHEMA_VERSION = 1

Json = dict[str, Any]


def versioned(**content: Any) -> Json:
    """Return a document of this version, ready for `json.dumps`."""
    return {"schema_version": SCHEMA_VERSION, **content}


def print_document(**content: Any) -> None:
    """Print a document of this version."""
    json.dump(versioned(**content), sys.stdout, ensure_ascii=False, indent=2, default=_plain)
    sys.stdout.write("\n")


def print_line(**content: Any) -> None:
    """Print a document of this version on a line of its own, for whoever reads along."""
    json.dump(versioned(**content), sys.stdout, ensure_ascii=False, default=_plain)
    sys.stdout.write("\n")
    sys.stdout.flush()


def _plain(value: object) -> object:
    """Turn what JSON does not know into what it knows."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, OutOfBand):
        return None
    return str(value)
