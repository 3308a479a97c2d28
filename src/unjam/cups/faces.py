# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Methods from plans: what turns a description of an operation into a method of a face."""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from typing import Any, Concatenate, Final, ParamSpec, Protocol, TypeVar, cast

from unjam.cups.notifications import Waits
from unjam.cups.request import CONNECTION_TIMEOUT, Delivery, Plan, Timeout
from unjam.cups.session import Session
from unjam.cups.worker import elsewhere, iterate

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


class Keeping(Protocol):
    """What either face keeps from one wait to the next."""

    _waits: Waits


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


def delivering(
    wait: Callable[Concatenate[Waits, P], Delivery[T]],
) -> Callable[Concatenate[Keeping, P], T]:
    """A method that waits, and says that the result has arrived."""

    def method(self: Keeping, /, *args: P.args, **kwargs: P.kwargs) -> T:
        result, arrived = wait(self._waits, *args, **kwargs)
        arrived()
        return result

    return _dressed(method, wait)


def adelivering(
    wait: Callable[Concatenate[Waits, P], Delivery[T]],
) -> Callable[Concatenate[Keeping, P], Coroutine[Any, Any, T]]:
    """A coroutine method that has a thread of its own wait, and says that the result has arrived.

    A result on its way to a task that is cancelled meanwhile never arrives.
    """

    async def method(self: Keeping, /, *args: P.args, **kwargs: P.kwargs) -> T:
        result, arrived = await elsewhere(lambda: wait(self._waits, *args, **kwargs))
        arrived()
        return result

    return _dressed(method, wait)


def _timeout(kwargs: Mapping[str, object]) -> Timeout:
    return cast("Timeout", kwargs.get("timeout", CONNECTION_TIMEOUT))


def _result(annotation: str) -> str:
    """What the method returns: what the plan or the delivery is of, or the stream itself."""
    wrapper, _, rest = annotation.partition("[")
    return rest.removesuffix("]") if wrapper in {"Plan", "Delivery"} else annotation


_FROM_THE_FACE: Final = {"session", "waits"}

M = TypeVar("M", bound=Callable[..., Any])


def _dressed(method: M, call: Callable[..., Any]) -> M:
    """Give the method the plan's name, docstring and signature, with the plan's result."""
    functools.update_wrapper(method, call)
    signature = inspect.signature(call)
    own = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
    result = _result(str(signature.return_annotation))
    rest = [each for name, each in signature.parameters.items() if name not in _FROM_THE_FACE]
    parameters = [own, *rest]
    method.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=parameters, return_annotation=result
    )
    method.__annotations__ = {each.name: each.annotation for each in rest} | {"return": result}
    del method.__wrapped__  # type: ignore[attr-defined]
    return method
