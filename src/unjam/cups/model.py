# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The values that IPP carries, as Python types.

Plain data without behaviour of its own: what a reply holds compares, pickles and prints like any
other value. Numbers are the protocol's. An enum value that no table here knows stays an `int`.
"""

from __future__ import annotations

from enum import IntEnum, IntFlag
from typing import NamedTuple, Self

from unjam.cups.operation import Operation
from unjam.cups.status import Status

__all__ = [
    "Encryption", "Finishings", "Group", "IntRange", "JobState", "LanguageString", "Operation",
    "Orientation", "OutOfBand", "PrintQuality", "PrinterState", "PrinterType", "Resolution",
    "ResolutionUnits", "Status", "ValueTag",
]  # fmt: skip


class Encryption(IntEnum):
    """When a connection is encrypted (libcups' `http_encryption_t`)."""

    IF_REQUESTED = 0
    NEVER = 1
    REQUIRED = 2
    """Upgrade the plain connection to TLS, or fail (RFC 2817)."""
    ALWAYS = 3
    """TLS from the first byte (ipps)."""


class Group(IntEnum):
    """Delimiter tags (RFC 8010 section 3.5.1)."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05
    SUBSCRIPTION = 0x06
    EVENT_NOTIFICATION = 0x07
    RESOURCE = 0x08
    DOCUMENT = 0x09
    SYSTEM = 0x0A


class ValueTag(IntEnum):
    """Value tags (RFC 8010 section 3.5.2)."""

    UNSUPPORTED = 0x10
    DEFAULT = 0x11
    UNKNOWN = 0x12
    NO_VALUE = 0x13
    NOT_SETTABLE = 0x15
    DELETE_ATTRIBUTE = 0x16
    ADMIN_DEFINE = 0x17
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    OCTET_STRING = 0x30
    DATE_TIME = 0x31
    RESOLUTION = 0x32
    RANGE = 0x33
    COLLECTION = 0x34
    TEXT_WITH_LANGUAGE = 0x35
    NAME_WITH_LANGUAGE = 0x36
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    URI_SCHEME = 0x46
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49


class OutOfBand(IntEnum):
    """What stands in place of a value (RFC 8010 section 3.5.2, RFC 3380 section 8).

    It stands for the whole attribute, also where the attribute is a set.
    """

    UNSUPPORTED = 0x10
    DEFAULT = 0x11
    UNKNOWN = 0x12
    NO_VALUE = 0x13
    NOT_SETTABLE = 0x15
    DELETE_ATTRIBUTE = 0x16
    ADMIN_DEFINE = 0x17

    def __bool__(self) -> bool:
        """No out-of-band value is true: `if record.get("job-name"):` reads as it should."""
        return False


class IntRange(NamedTuple):
    """rangeOfInteger: both ends belong to it."""

    lower: int
    upper: int


class ResolutionUnits(IntEnum):
    """The unit of a resolution (RFC 8010 section 3.9)."""

    PER_INCH = 3
    PER_CENTIMETER = 4


class Resolution(NamedTuple):
    """Dots per unit, across the feed and along it."""

    x: int
    y: int
    units: int = ResolutionUnits.PER_INCH


class LanguageString(str):
    """textWithLanguage or nameWithLanguage: a string that knows its natural language."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str) -> Self:
        """Make the string; `language` is an RFC 5646 tag ("de", "en-us")."""
        self = super().__new__(cls, text)
        self.language = language
        return self

    def __reduce__(self) -> tuple[type[LanguageString], tuple[str, str]]:
        """Pickle with the language."""
        return LanguageString, (str(self), self.language)


class PrinterState(IntEnum):
    """printer-state (RFC 8011 section 5.4.11)."""

    IDLE = 3
    PROCESSING = 4
    STOPPED = 5


class JobState(IntEnum):
    """job-state (RFC 8011 section 5.3.7)."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9

    @property
    def finished(self) -> bool:
        """Whether the job cannot change any more."""
        return self >= JobState.CANCELED


class Orientation(IntEnum):
    """orientation-requested (RFC 8011 section 5.2.10)."""

    PORTRAIT = 3
    LANDSCAPE = 4
    REVERSE_LANDSCAPE = 5
    REVERSE_PORTRAIT = 6
    NONE = 7


class PrintQuality(IntEnum):
    """print-quality (RFC 8011 section 5.2.13)."""

    DRAFT = 3
    NORMAL = 4
    HIGH = 5


class PrinterType(IntFlag):
    """printer-type, CUPS' capability bits (`cups_ptype_t`); unknown bits are kept."""

    CLASS = 0x0001
    REMOTE = 0x0002
    MONOCHROME = 0x0004
    COLOR = 0x0008
    DUPLEX = 0x0010
    STAPLE = 0x0020
    COPIES = 0x0040
    COLLATE = 0x0080
    PUNCH = 0x0100
    COVER = 0x0200
    BIND = 0x0400
    SORT = 0x0800
    SMALL = 0x1000
    MEDIUM = 0x2000
    LARGE = 0x4000
    VARIABLE = 0x8000
    DEFAULT = 0x20000
    FAX = 0x40000
    REJECTING = 0x80000
    DELETE = 0x100000
    NOT_SHARED = 0x200000
    AUTHENTICATED = 0x400000
    COMMANDS = 0x800000
    DISCOVERED = 0x1000000
    SCANNER = 0x2000000
    MULTI_FUNCTION = 0x4000000


class Finishings(IntEnum):
    """finishings (RFC 8011 section 5.2.6, PWG 5100.1)."""

    NONE = 3
    STAPLE = 4
    PUNCH = 5
    COVER = 6
    BIND = 7
    SADDLE_STITCH = 8
    EDGE_STITCH = 9
    FOLD = 10
    TRIM = 11
    BALE = 12
    BOOKLET_MAKER = 13
    JOG_OFFSET = 14
    COAT = 15
    LAMINATE = 16
    STAPLE_TOP_LEFT = 20
    STAPLE_BOTTOM_LEFT = 21
    STAPLE_TOP_RIGHT = 22
    STAPLE_BOTTOM_RIGHT = 23
    EDGE_STITCH_LEFT = 24
    EDGE_STITCH_TOP = 25
    EDGE_STITCH_RIGHT = 26
    EDGE_STITCH_BOTTOM = 27
    STAPLE_DUAL_LEFT = 28
    STAPLE_DUAL_TOP = 29
    STAPLE_DUAL_RIGHT = 30
    STAPLE_DUAL_BOTTOM = 31
    STAPLE_TRIPLE_LEFT = 32
    STAPLE_TRIPLE_TOP = 33
    STAPLE_TRIPLE_RIGHT = 34
    STAPLE_TRIPLE_BOTTOM = 35
    BIND_LEFT = 50
    BIND_TOP = 51
    BIND_RIGHT = 52
    BIND_BOTTOM = 53
    TRIM_AFTER_PAGES = 60
    TRIM_AFTER_DOCUMENTS = 61
    TRIM_AFTER_COPIES = 62
    TRIM_AFTER_JOB = 63
    PUNCH_TOP_LEFT = 70
    PUNCH_BOTTOM_LEFT = 71
    PUNCH_TOP_RIGHT = 72
    PUNCH_BOTTOM_RIGHT = 73
    PUNCH_DUAL_LEFT = 74
    PUNCH_DUAL_TOP = 75
    PUNCH_DUAL_RIGHT = 76
    PUNCH_DUAL_BOTTOM = 77
    PUNCH_TRIPLE_LEFT = 78
    PUNCH_TRIPLE_TOP = 79
    PUNCH_TRIPLE_RIGHT = 80
    PUNCH_TRIPLE_BOTTOM = 81
    PUNCH_QUAD_LEFT = 82
    PUNCH_QUAD_TOP = 83
    PUNCH_QUAD_RIGHT = 84
    PUNCH_QUAD_BOTTOM = 85
    PUNCH_MULTIPLE_LEFT = 86
    PUNCH_MULTIPLE_TOP = 87
    PUNCH_MULTIPLE_RIGHT = 88
    PUNCH_MULTIPLE_BOTTOM = 89
    FOLD_ACCORDION = 90
    FOLD_DOUBLE_GATE = 91
    FOLD_GATE = 92
    FOLD_HALF = 93
    FOLD_HALF_Z = 94
    FOLD_LEFT_GATE = 95
    FOLD_LETTER = 96
    FOLD_PARALLEL = 97
    FOLD_POSTER = 98
    FOLD_RIGHT_GATE = 99
    FOLD_Z = 100
    FOLD_ENGINEERING_Z = 101
