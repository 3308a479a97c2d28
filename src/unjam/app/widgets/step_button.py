# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A button that takes one step."""

from __future__ import annotations

from gi.repository import Gtk

from unjam.app.trouble import Step


def step_button(step: Step, *css: str) -> Gtk.Button:
    """A button for `step`, which says so where it suggests itself or takes something away."""
    button = Gtk.Button(label=step.label, use_underline=True, css_classes=css)
    if step.suggested:
        button.add_css_class("suggested-action")
    if step.destructive:
        button.add_css_class("destructive-action")
    button.connect("clicked", lambda _button: step.take())
    return button
