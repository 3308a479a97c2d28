# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""GIO actions that call a function with plain values."""

from __future__ import annotations

from collections.abc import Callable

from gi.repository import Gio, GLib


def add_action(
    target: Gio.ActionMap, name: str, call: Callable[..., object], kind: str = ""
) -> Gio.SimpleAction:
    """Add an action that calls `call`.

    `kind` is the GVariant type of its parameter: none, one value, or a tuple of values.
    """
    action = Gio.SimpleAction.new(name, GLib.VariantType.new(kind) if kind else None)

    def activate(_action: Gio.SimpleAction, value: GLib.Variant | None) -> None:
        given = () if value is None else value.unpack()
        call(*(given if isinstance(given, tuple) else (given,)))

    action.connect("activate", activate)
    target.add_action(action)
    return action
