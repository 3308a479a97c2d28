# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Real keys, as the X server would send them from a keyboard (XTEST)."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Awaitable, Callable
from ctypes import c_char_p, c_int, c_uint, c_ulong, c_void_p

import gi

gi.require_version("GdkX11", "4.0")
from gi.repository import GdkX11, Gtk  # noqa: E402

SHIFT = "Shift_L"
TO_PARENT, NOW = 2, 0


class Keyboard:
    """A keyboard at the display of the tests."""

    def __init__(self) -> None:
        self._x, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype, self._x.XOpenDisplay.argtypes = c_void_p, [c_char_p]
        self._x.XStringToKeysym.restype, self._x.XStringToKeysym.argtypes = c_ulong, [c_char_p]
        self._x.XKeysymToKeycode.argtypes = [c_void_p, c_ulong]
        self._x.XkbKeycodeToKeysym.restype = c_ulong
        self._x.XkbKeycodeToKeysym.argtypes = [c_void_p, c_uint, c_int, c_int]
        self._x.XSetInputFocus.argtypes = [c_void_p, c_ulong, c_int, c_ulong]
        self._x.XSync.argtypes = [c_void_p, c_int]
        self._x.XCloseDisplay.argtypes = [c_void_p]
        self._test.XTestFakeKeyEvent.argtypes = [c_void_p, c_uint, c_int, c_ulong]
        self._display = self._x.XOpenDisplay(os.environ["DISPLAY"].encode())
        assert self._display

    def close(self) -> None:
        """Put it away."""
        self._x.XCloseDisplay(self._display)

    async def press(
        self,
        window: Gtk.Window,
        name: str,
        until: Callable[[Callable[[], object], str], Awaitable[None]],
    ) -> None:
        """Press and release a key ("Tab", "Alt_L+Left"); wait until the window has had all."""
        heard: list[str] = []
        ear = Gtk.EventControllerKey(propagation_phase=Gtk.PropagationPhase.CAPTURE)
        ear.connect("key-released", lambda *_: heard.append(name))
        wanted = len(name.split("+"))
        window.add_controller(ear)
        try:
            self._focus(window)
            self._strike(name)
            await until(lambda: len(heard) >= wanted, f"the key {name}")
        finally:
            window.remove_controller(ear)

    def _focus(self, window: Gtk.Window) -> None:
        """No window manager does it here."""
        surface = window.get_surface()
        assert isinstance(surface, GdkX11.X11Surface)
        self._x.XSetInputFocus(self._display, surface.get_xid(), TO_PARENT, NOW)

    def _code(self, name: str) -> int:
        symbol = self._x.XStringToKeysym(name.encode())
        return int(self._x.XKeysymToKeycode(self._display, symbol))

    def _strike(self, keys: str) -> None:
        *modifiers, name = keys.split("+")
        symbol = ord(name) if len(name) == 1 else self._x.XStringToKeysym(name.encode())
        code = self._x.XKeysymToKeycode(self._display, symbol)
        assert code, f"there is no key for {name!r}"
        shifted = self._x.XkbKeycodeToKeysym(self._display, code, 0, 0) != symbol
        held = [self._code(key) for key in ([SHIFT] if shifted else modifiers)]
        for key in (*held, code):
            self._test.XTestFakeKeyEvent(self._display, key, 1, 0)
        for key in (code, *held):
            self._test.XTestFakeKeyEvent(self._display, key, 0, 0)
        self._x.XSync(self._display, 0)
