# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The decoder reads what libcups reads, as libcups reads it: the corpus, and a quick fuzzing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.hostile import fuzz


@pytest.fixture(scope="session")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> fuzz.Oracle:
    return fuzz.Oracle(tmp_path_factory.mktemp("oracle"))


@pytest.mark.parametrize("path", sorted(fuzz.CORPUS.glob("*.ipp")), ids=lambda path: path.stem)
def test_the_corpus_is_read_as_libcups_reads_it(oracle: fuzz.Oracle, path: Path) -> None:
    assert fuzz.difference(oracle, path.read_bytes()) is None


@pytest.mark.parametrize("path", sorted(fuzz.CORPUS.glob("*.ipp")), ids=lambda path: path.stem)
def test_every_cut_of_the_corpus(oracle: fuzz.Oracle, path: Path) -> None:
    data = path.read_bytes()
    for end in range(0, len(data), max(1, len(data) // 500)):
        assert fuzz.difference(oracle, data[:end]) is None, end


@pytest.mark.parametrize("seed", range(4))
def test_mutated_messages_are_read_as_libcups_reads_them(oracle: fuzz.Oracle, seed: int) -> None:
    found = [f"{how}: {data.hex()}" for data, how in fuzz.run(oracle, 5_000, seed)]
    assert not found


def test_the_oracle_can_tell(oracle: fuzz.Oracle, monkeypatch: pytest.MonkeyPatch) -> None:
    """A decoder that is wrong is found out: here one that reads another message."""
    data = (fuzz.CORPUS / "cups-jobs.ipp").read_bytes()
    real = fuzz.read
    monkeypatch.setattr(fuzz, "read", lambda _: real(data.replace(b"job-id", b"jib-od")))
    assert fuzz.difference(oracle, data) is not None
