# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Methods from plans: what turns a description of an operation into a method of a face."""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from unjam.cups.request import CONNECTION_TIMEOUT, Plan, Timeout
from unjam.cups.session import Session
from unjam.cups.worker import iterate

P = ParamSpec("P")
T = TypeVar("T")


class Blocking(Protocol):
    """What the blocking face offers to its methods."""

    def run(self, plan: Plan[T], timeout: Timeout) -> T:
        """Carry out the plan here and now."""


class Streaming(Protocol):
    """What either face offers to its iterators."""

    @property
    def session(self) -> Session:
        """The core."""


class Waiting(Protocol):
    """What the asyncio face offers to its methods."""

    def run(self, plan: Plan[T], timeout: Timeout) -> Coroutine[Any, Any, T]:
        """Carry out the plan elsewhere, and wait for it."""


def blocking(call: Callable[P, Plan[T]]) -> Callable[Concatenate[Blocking, P], T]:
    """A method that carries out the plan and returns its result."""

    def method(self: Blocking, /, *args: P.args, **kwargs: P.kwargs) -> T:
        plan, timeout = call(*args, **kwargs), _timeout(kwargs)
        del args, kwargs  # what is secret among them stays out of tracebacks
        return self.run(plan, timeout)

    return _dressed(method, call)


def waiting(
    call: Callable[P, Plan[T]],
) -> Callable[Concatenate[Waiting, P], Coroutine[Any, Any, T]]:
    """A coroutine method that has the plan carried out and returns its result."""

    async def method(self: Waiting, /, *args: P.args, **kwargs: P.kwargs) -> T:
        plan, timeout = call(*args, **kwargs), _timeout(kwargs)
        del args, kwargs  # as above
        return await self.run(plan, timeout)

    return _dressed(method, call)


def iterating(
    stream: Callable[Concatenate[Session, P], Iterator[T]],
) -> Callable[Concatenate[Streaming, P], Iterator[T]]:
    """A method that hands over each item as it comes."""

    def method(self: Streaming, /, *args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
        return stream(self.session, *args, **kwargs)

    return _dressed(method, stream)


def aiterating(
    stream: Callable[Concatenate[Session, P], Iterator[T]],
) -> Callable[Concatenate[Streaming, P], AsyncIterator[T]]:
    """A method that hands over each item as it comes, from a thread of its own."""

    def method(self: Streaming, /, *args: P.args, **kwargs: P.kwargs) -> AsyncIterator[T]:
        return iterate(lambda: stream(self.session, *args, **kwargs))

    return _dressed(method, stream)


def _timeout(kwargs: Mapping[str, object]) -> Timeout:
    return cast("Timeout", kwargs.get("timeout", CONNECTION_TIMEOUT))


def _result(annotation: str) -> str:
    """What the method returns: what the plan is for, or the stream itself."""
    planned = annotation.startswith("Plan[")
    return annotation.removeprefix("Plan[").removesuffix("]") if planned else annotation


M = TypeVar("M", bound=Callable[..., Any])


def _dressed(method: M, call: Callable[..., Any]) -> M:
    """Give the method the plan's name, docstring and signature, with the plan's result."""
    functools.update_wrapper(method, call)
    signature = inspect.signature(call)
    own = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
    result = _result(str(signature.return_annotation))
    rest = [each for name, each in signature.parameters.items() if name != "session"]
    parameters = [own, *rest]
    method.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=parameters, return_annotation=result
    )
    method.__annotations__ = {each.name: each.annotation for each in rest} | {"return": result}
    del method.__wrapped__  # type: ignore[attr-defined]
    return method
