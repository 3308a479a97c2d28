# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Values on the wire: every tag, there by libcups' encoder and back by our decoder."""

from __future__ import annotations

import gc
import pickle
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unjam.cups import Connection, model
from unjam.cups._libcups import message, oracle
from unjam.cups._libcups.body import Body
from unjam.cups._libcups.records import Malformed, Reply, Stream
from unjam.cups.model import Group, IntRange, LanguageString, OutOfBand, Resolution, ValueTag
from unjam.cups.plain import plain_reply
from unjam.cups.request import described

END = b"\x03"
HEADER = bytes((2, 0, 0, 0, 0, 0, 0, 7))


def sized(data: bytes) -> bytes:
    return len(data).to_bytes(2) + data


def attribute(tag: int, name: str, *values: bytes) -> bytes:
    """An attribute as RFC 8010 encodes it, right or wrong."""
    first, *more = values
    encoded = bytes((tag,)) + sized(name.encode()) + sized(first)
    return encoded + b"".join(bytes((tag,)) + sized(b"") + sized(value) for value in more)


def job(*attributes: bytes) -> bytes:
    return HEADER + b"\x02" + b"".join(attributes) + END


def read(*attributes: bytes) -> dict[str, Any]:
    """What our decoder makes of a job; libcups' own must agree."""
    data = job(*attributes)
    ours = Reply(Body(data)).first(Group.JOB).to_dict()
    assert plain_reply(Body(data)).first(Group.JOB).to_dict() == ours
    return ours


def sent(values: Mapping[str, Any]) -> dict[str, Any]:
    """What comes back of values that libcups encoded."""
    section = described(Group.JOB, values)
    data = message.encode(2, 7, [(section.group, section.attributes, section.options)])
    reply = Reply(data)
    assert reply.request_id == 7
    return reply.first(Group.JOB).to_dict()


EACH_TYPE: dict[str, Any] = {
    "a-range": IntRange(-5, 5),
    "a-resolution": Resolution(600, 300, model.ResolutionUnits.PER_CENTIMETER),
    "a-date": datetime(2024, 2, 29, 23, 59, 58, 700000, timezone(timedelta(hours=-5, minutes=-30))),
    "octets": b"\0\xff\0",
    "a-name-with-language": LanguageString("Büro", "de"),
    "no-value": OutOfBand.NO_VALUE,
    "deleted": OutOfBand.DELETE_ATTRIBUTE,
    "a-collection": {"x": 1, "inner": {"deep": {"deeper": IntRange(1, 2)}}, "list": [1, 2]},
    "collections": [{"x": 1}, {"x": 2}],
    "ranges": [IntRange(1, 2), IntRange(3, 4)],
    "resolutions": [Resolution(1, 2), Resolution(3, 4)],
}


@pytest.mark.parametrize("name", EACH_TYPE)
def test_each_type_survives_the_way_there_and_back(name: str) -> None:
    back = sent({name: EACH_TYPE[name]})[name]
    assert back == EACH_TYPE[name]
    assert type(back) is type(EACH_TYPE[name])
    if isinstance(back, LanguageString):
        assert back.language == "de"


def test_options_get_the_types_that_libcups_knows() -> None:
    back = sent({"copies": 2, "media": "iso_a4_210x297mm", "page-ranges": "1-3,7", "sides": "one"})
    assert back["copies"] == 2
    assert back["page-ranges"] == [IntRange(1, 3), IntRange(7, 7)]
    assert back["media"] == "iso_a4_210x297mm"


@pytest.mark.parametrize("bad", [{"x": object()}, {"x": []}, {"x": {1, 2}}])
def test_what_ipp_cannot_carry_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        sent(bad)


@pytest.mark.parametrize("number", [2**31, -(2**31) - 1, 2**33])
def test_numbers_that_ipp_cannot_carry_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="copies"):
        sent({"copies": number})
    for tag, value in ((ValueTag.INTEGER, number), (ValueTag.RANGE, IntRange(1, number))):
        with pytest.raises(ValueError, match="copies"):
            message.encode(2, 1, [(1, [("copies", tag, (value,))], {})])


@pytest.mark.parametrize("job_id", [0, -1, 2**31, 2**32 + 1])
def test_a_number_that_no_job_has_is_refused(job_id: int) -> None:
    """cupsd would cut it, and take it for another job's."""
    with Connection("127.0.0.1:1") as cups, pytest.raises(ValueError, match="job"):
        cups.cancel_job(job_id)


@pytest.mark.parametrize("text", ["a\0b", "x" * 40000])
def test_strings_that_ipp_cannot_carry_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"NUL|long"):
        message.encode(2, 1, [(1, [("job-name", ValueTag.NAME, (text,))], {})])


# --- reading what others send ---------------------------------------------------------------------


def test_a_set_is_a_list_by_its_syntax_not_by_its_count() -> None:
    found = read(
        attribute(0x44, "job-state-reasons", b"none"),
        attribute(0x42, "job-name", b"one", b"two"),
        attribute(0x44, "x-unregistered", b"one"),
        attribute(0x44, "x-several", b"one", b"two"),
        attribute(0x44, "media-supported", b"a4"),
        attribute(0x22, "color-supported", b"\1"),
    )
    assert found == {
        "job-state-reasons": ["none"],
        "job-name": "one",
        "x-unregistered": "one",
        "x-several": ["one", "two"],
        "media-supported": ["a4"],
        "color-supported": True,
    }


def test_what_the_registry_has_as_one_value_and_as_a_set() -> None:
    found = read(
        attribute(0x21, "ippget-event-life", b"\0\0\0\x0f"),
        attribute(0x44, "finishing-template", b"staple"),
        attribute(0x44, "job-accounting-sheets-supported", b"media"),
        attribute(0x23, "image-orientation-supported", b"\0\0\0\3"),
    )
    assert found == {
        "ippget-event-life": 15,
        "finishing-template": "staple",
        "job-accounting-sheets-supported": ["media"],
        "image-orientation-supported": [3],
    }


def test_enums_are_members_where_a_table_knows_them_and_numbers_elsewhere() -> None:
    found = read(
        attribute(0x23, "job-state", bytes((0, 0, 0, 9))),
        attribute(0x23, "printer-state", bytes((0, 0, 0, 99))),
        attribute(0x23, "x-enum", bytes((0, 0, 0, 3))),
        attribute(0x23, "operations-supported", bytes((0, 0, 0, 2)), bytes((0, 0, 0x7F, 0xFF))),
    )
    assert found["job-state"] is model.JobState.COMPLETED
    assert found["printer-state"] == 99
    assert type(found["printer-state"]) is int
    assert found["operations-supported"] == [model.Operation.PRINT_JOB, 0x7FFF]


def test_out_of_band_stands_for_the_whole_attribute_and_is_false() -> None:
    found = read(attribute(0x13, "job-state-reasons", b""), attribute(0x12, "job-name", b""))
    assert found == {"job-state-reasons": OutOfBand.NO_VALUE, "job-name": OutOfBand.UNKNOWN}
    assert not found["job-name"]


def test_out_of_band_with_text_is_text_as_some_printers_mean_it() -> None:
    assert read(attribute(0x13, "x", b"oops")) == {"x": "oops"}


def test_a_range_among_integers_makes_them_ranges() -> None:
    mixed = attribute(0x21, "x", b"\0\0\0\1") + b"\x33" + sized(b"") + sized(b"\0\0\0\2\0\0\0\3")
    assert read(mixed) == {"x": [IntRange(1, 1), IntRange(2, 3)]}


def test_a_no_value_among_strings_forgets_those_before() -> None:
    mixed = attribute(0x44, "x", b"a", b"b") + b"\x13" + sized(b"") + sized(b"")
    assert read(mixed) == {"x": OutOfBand.NO_VALUE}


def test_a_date_that_is_none_stays_bytes() -> None:
    raw = bytes((7, 232, 13, 40, 0, 0, 0, 0, 43, 0, 0))
    assert read(attribute(0x31, "x", raw)) == {"x": raw}


def test_bytes_that_are_not_utf8_do_not_hurt() -> None:
    assert read(attribute(0x41, "x", b"B\xfcro")) == {"x": "B\ufffdro"}


def test_text_ends_at_a_nul_as_for_libcups() -> None:
    assert read(attribute(0x41, "x", b"ab\0cd")) == {"x": "ab"}


def test_unknown_tags_are_kept_as_bytes() -> None:
    data = job(attribute(0x3F, "x", b"\1\2"), attribute(0x7F, "y", b"\0\0\0\x80ab"))
    found = Reply(Body(data)).first(Group.JOB)
    assert found.to_dict() == {"x": b"\1\2", "y": b"\0\0\0\x80ab"}
    assert oracle.decode(Body(data)) is not None


def test_the_first_of_two_attributes_with_one_name_counts() -> None:
    twice = attribute(0x42, "job-name", b"first") + attribute(0x42, "job-name", b"second")
    assert read(twice) == {"job-name": "first"}


def test_collections_nested_a_thousand_deep() -> None:
    depth = 1000
    opened = b"\x4a\0\0" + sized(b"m") + b"\x34\0\0\0\0"
    closed = b"\x37\0\0\0\0"
    data = b"\x34" + sized(b"x") + b"\0\0" + opened * depth + closed * (depth + 1)
    found = Reply(Body(job(data))).first(Group.JOB)["x"]
    for _ in range(depth):
        found = found["m"]
    assert found == {}


def test_a_hundred_thousand_levels_are_read_without_recursion() -> None:
    depth = 100_000
    opened = b"\x4a\0\0" + sized(b"m") + b"\x34\0\0\0\0"
    data = b"\x34" + sized(b"x") + b"\0\0" + opened * depth + b"\x37\0\0\0\0" * (depth + 1)
    found = Reply(Body(job(data))).first(Group.JOB)["x"]
    levels = 0
    while found:
        found = found["m"]
        levels += 1
    assert levels == depth


@pytest.mark.parametrize(
    "data",
    [
        b"",
        HEADER,
        HEADER + b"\x02",
        HEADER + b"\x00" + END,
        HEADER + b"\x01" + attribute(0x41, "a", b"b") + b"\x01" + END,
        job(attribute(0x21, "x", b"\0\0\1")),
        job(attribute(0x22, "x", b"")),
        job(attribute(0x31, "x", bytes(10))),
        job(attribute(0x32, "x", bytes(8))),
        job(attribute(0x33, "x", bytes(9))),
        job(attribute(0x35, "x", bytes(3))),
        job(attribute(0x36, "x", sized(b"d" * 64) + sized(b""))),
        job(attribute(0x36, "x", b"\0\2de\0\x09ab")),
        job(b"\x21" + sized(b"") + sized(b"\0\0\0\1")),
        job(b"\x4a\0\0" + sized(b"m")),
        job(attribute(0x21, "x", b"\0\0\0\1") + b"\x44" + sized(b"") + sized(b"a")),
        job(b"\x34" + sized(b"x") + sized(b"!") + b"\x37\0\0\0\0"),
        job(b"\x34" + sized(b"x") + b"\0\0" + attribute(0x21, "named", b"\0\0\0\1")),
        job(b"\x34" + sized(b"x") + b"\0\0" + b"\x4a\0\0\0\0"),
        job(b"\x41" + b"\x80\x01" + b"n" * 0x8001 + sized(b"")),
        job(b"\x41" + sized(b"x") + b"\x80\x01" + b"v" * 0x8001),
        job(attribute(0x30, "x", bytes(32768))),
    ],
)
def test_what_libcups_does_not_read_we_do_not_read(data: bytes) -> None:
    assert oracle.decode(Body(data)) is None
    with pytest.raises(Malformed):
        Reply(Body(data))


@pytest.mark.parametrize(
    "data",
    [
        HEADER + END,
        HEADER + END + b"data",
        HEADER + b"\x02\x04" + END,
        HEADER + b"\x02\x02\x02" + attribute(0x21, "x", b"\0\0\0\1") + b"\x02" + END,
        HEADER + attribute(0x21, "x", b"\0\0\0\1") + END,
        HEADER + b"\x02" + attribute(0x21, "x", b"\0\0\0\1") + b"\x37\0\0\0\0" + b"rest",
        job(b"\x34" + sized(b"x") + b"\0\0" + b"\x4a\0\0" + sized(b"m")),
        job(attribute(0x30, "x", bytes(32767))),
    ],
)
def test_oddities_that_libcups_reads_we_read_alike(data: bytes) -> None:
    theirs = oracle.decode(Body(data + END))
    ours = Reply(Body(data + END))
    assert theirs is not None
    assert [(tag, dict(record)) for tag, record in ours.groups] == theirs[0]
    assert bytes(ours.data) == theirs[1]


JOBS = HEADER + b"".join(
    b"\x02"
    + attribute(0x21, "job-id", number.to_bytes(4))
    + (attribute(0x42, "job-name", b"job %d" % number) if number % 2 else b"")
    for number in range(1, 301)
) + END  # fmt: skip


@given(st.integers(0, len(JOBS) - 1), st.binary(min_size=1, max_size=3))
def test_damaged_replies_are_read_as_libcups_reads_them(place: int, damage: bytes) -> None:
    data = JOBS[:place] + damage + JOBS[place + len(damage) :]
    theirs = oracle.decode(Body(data))
    if theirs is None:
        with pytest.raises(Malformed):
            Reply(Body(data))
    else:
        assert bytes(Reply(Body(data)).data) == theirs[1]


# --- records --------------------------------------------------------------------------------------


def test_records_are_a_sequence() -> None:
    records = Reply(Body(JOBS)).records(Group.JOB)
    assert isinstance(records, Sequence)
    assert len(records) == 300
    assert records[17].job_id == records[17]["job-id"] == 18
    assert records[-1].job_id == 300
    assert [record.job_id for record in records[2:5]] == [3, 4, 5]
    assert len(records[10:20]) == 10
    assert records.column("job-id") == list(range(1, 301))
    assert records[:4].column("job-name", "-") == ["job 1", "-", "job 3", "-"]
    assert records.to_dicts()[0] == {"job-id": 1, "job-name": "job 1"}
    assert records[0] in records
    with pytest.raises(IndexError):
        records[300]


def test_a_record_is_a_mapping() -> None:
    record = Reply(Body(JOBS)).records(Group.JOB)[0]
    assert isinstance(record, Mapping)
    assert dict(record) == {"job-id": 1, "job-name": "job 1"} == record
    assert list(record) == ["job-id", "job-name"]
    assert len(record) == 2
    assert "job-id" in record
    assert "job-uri" not in record
    assert record.get("job-uri", "none") == "none"
    with pytest.raises(KeyError):
        record["job-uri"]
    with pytest.raises(AttributeError, match="no job-uri"):
        _ = record.job_uri
    with pytest.raises(TypeError):
        hash(record)
    assert pickle.loads(pickle.dumps(record)) == record  # noqa: S301 - our own
    assert {**record} == {"job-id": 1, "job-name": "job 1"}


async def test_chunks_come_in_turn() -> None:
    records = Reply(Body(JOBS)).records(Group.JOB)
    sizes = [len(chunk) async for chunk in records.chunks(128)]
    assert sizes == [128, 128, 44]


def test_a_record_keeps_its_reply_alive() -> None:
    record = Reply(Body(JOBS)).records(Group.JOB)[5]
    gc.collect()
    assert record.job_id == 6


def test_a_stream_hands_over_each_group_once_it_is_whole() -> None:
    seen: list[int] = []
    for end in (*range(0, len(JOBS) - 1, 61), len(JOBS) - 1, len(JOBS)):
        stream = Stream(Body(JOBS[:end]), Group.JOB)
        seen.append(len(stream.take()))
    assert seen == sorted(seen)
    assert seen[-1] == 300
    assert seen[-2] == 299, "the last one is whole when the message is"


def test_a_stream_takes_silence_for_the_end_of_a_group() -> None:
    whole = HEADER + b"\x02" + attribute(0x21, "job-id", b"\0\0\0\1")
    assert Stream(Body(whole), Group.JOB).take() == []
    assert Stream(Body(whole[:-1]), Group.JOB).take(quiet=True) == []
    assert Stream(Body(whole), Group.JOB).take(quiet=True) == [{"job-id": 1}]


def test_a_stream_refuses_what_is_not_ipp() -> None:
    with pytest.raises(Malformed):
        Stream(Body(HEADER + b"\x00\x00\x00"), Group.JOB).take()


def test_dates_are_aware() -> None:
    raw = bytes((7, 232, 1, 2, 3, 4, 5, 6, ord("+"), 2, 30))
    found = read(attribute(0x31, "x", raw))["x"]
    assert found == datetime(2024, 1, 2, 0, 34, 5, 600000, UTC)
