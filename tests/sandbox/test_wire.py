# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""IPP messages survive the way there and back, and broken ones are refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unjam.sandbox import wire

numbers = st.integers(-(2**31), 2**31 - 1)
attributes = st.one_of(
    st.lists(numbers, min_size=1, max_size=4).map(lambda v: wire.attribute(wire.INTEGER, *v)),
    st.lists(st.booleans(), min_size=1, max_size=3).map(lambda v: wire.attribute(wire.BOOLEAN, *v)),
    st.tuples(numbers, numbers).map(lambda v: wire.attribute(wire.RANGE, v)),
    st.lists(st.text(max_size=20), min_size=1, max_size=3).map(
        lambda v: wire.attribute(wire.TEXT, *v)
    ),
    st.binary(max_size=30).map(lambda v: wire.attribute(wire.OCTETS, v)),
)
names = st.text("abcdefghij-", min_size=1, max_size=12)
collections = st.dictionaries(names, attributes, min_size=1, max_size=3).map(
    lambda v: wire.attribute(wire.BEGIN_COLLECTION, v)
)
groups = st.builds(
    wire.Group,
    st.sampled_from([wire.OPERATION, wire.JOB, wire.PRINTER]),
    st.dictionaries(names, attributes | collections, max_size=5),
)
messages = st.builds(
    wire.Message,
    st.integers(0, 0x7FFF),
    st.integers(1, 2**31 - 1),
    st.lists(groups, max_size=3),
    st.binary(max_size=50),
)


@given(messages)
def test_there_and_back(message: wire.Message) -> None:
    assert wire.decode(wire.encode(message)) == message


@given(messages, st.data())
def test_a_cut_message_is_refused(message: wire.Message, data: st.DataObject) -> None:
    message.data = b""
    raw = wire.encode(message)
    cut = data.draw(st.integers(0, len(raw) - 1))
    with pytest.raises(wire.MalformedError):
        wire.decode(raw[:cut])


@given(st.binary(max_size=200))
def test_garbage_is_refused_or_read_but_nothing_else(raw: bytes) -> None:
    with suppress(wire.MalformedError):
        wire.decode(raw)
