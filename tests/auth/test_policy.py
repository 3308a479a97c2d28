# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The order of attempts: as oneself, as root where that helps, then the person, a few times."""

from __future__ import annotations

import pytest

from unjam.auth.policy import Ask, GiveUp, Policy, Try
from unjam.auth.prompt import Reason
from unjam.cups import Credentials
from unjam.cups.errors import Forbidden, NotAuthenticated, NotAuthorized

FORBIDDEN = Forbidden("Pause-Printer", 0x401, "forbidden")
NOT_AUTHORIZED = NotAuthorized("Pause-Printer", 0x403, "not authorized")
NOT_AUTHENTICATED = NotAuthenticated("Pause-Printer", 0x402, "unauthorized")


def begun(*, local: bool, user: str = "ann", try_root: bool = True, limit: int = 3) -> Policy:
    policy = Policy(user, local, try_root, limit)
    assert policy.first(None) == Try(user)
    return policy


@pytest.mark.parametrize(
    ("local", "error"), [(True, FORBIDDEN), (True, NOT_AUTHORIZED), (False, FORBIDDEN)]
)
def test_root_is_tried_without_a_password_before_anybody_is_asked(
    local: bool, error: Forbidden
) -> None:
    policy = begun(local=local)
    assert policy.refused(error, password=False) == Try("root")
    step = policy.refused(NOT_AUTHENTICATED, password=False)
    assert step == Ask("root", Reason.NEEDED, 1)


@pytest.mark.parametrize(
    ("local", "error"),
    [(False, NOT_AUTHORIZED), (False, NOT_AUTHENTICATED), (True, NOT_AUTHENTICATED)],
)
def test_root_is_not_tried_where_a_password_would_do(local: bool, error: NotAuthorized) -> None:
    step = begun(local=local).refused(error, password=False)
    assert isinstance(step, Ask)
    assert step.user == "ann"


def test_root_is_not_tried_where_it_may_not_be() -> None:
    step = begun(local=True, try_root=False).refused(FORBIDDEN, password=False)
    assert step == Ask("ann", Reason.NOT_ALLOWED, 1)


def test_root_is_not_tried_as_root() -> None:
    assert isinstance(begun(local=True, user="root").refused(FORBIDDEN, password=False), Ask)


def test_a_wrong_password_is_asked_again_with_the_reason_up_to_the_limit() -> None:
    policy = begun(local=False)
    assert policy.refused(NOT_AUTHENTICATED, password=False) == Ask("ann", Reason.NEEDED, 1)
    assert policy.answered(Credentials("ben", "x")) == Try("ben", Credentials("ben", "x"))
    assert policy.refused(NOT_AUTHENTICATED, password=True) == Ask("ben", Reason.REFUSED, 2)
    policy.answered(Credentials("ben", "y"))
    assert policy.refused(NOT_AUTHENTICATED, password=True) == Ask("ben", Reason.REFUSED, 3)
    policy.answered(Credentials("ben", "z"))
    last = NotAuthenticated("Pause-Printer", 0x402, "the last")
    assert policy.refused(last, password=True) == GiveUp(last)


def test_a_person_who_may_not_is_told_so() -> None:
    policy = begun(local=False)
    policy.refused(NOT_AUTHENTICATED, password=False)
    policy.answered(Credentials("ben", "x"))
    assert policy.refused(FORBIDDEN, password=False) == Ask("ben", Reason.NOT_ALLOWED, 2)


def test_without_anybody_to_ask_the_first_error_stands() -> None:
    policy = begun(local=True)
    policy.refused(FORBIDDEN, password=False)
    policy.refused(NOT_AUTHENTICATED, password=False)
    assert policy.unasked() == GiveUp(FORBIDDEN)


def test_what_was_remembered_is_sent_at_the_first_attempt() -> None:
    policy = Policy("ann", local=False)
    known = Credentials("ben", "secret")
    assert policy.first(known) == Try("ann", known)
    assert "secret" not in repr(policy)
