# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`unjam devices`: the printers that the print server can see, as they are found."""

from __future__ import annotations

from collections.abc import Mapping

import click

from unjam.cli import options

EPILOG = """\b
Examples:
  unjam devices                     look everywhere, for up to 30 seconds
  unjam devices --scheme usb        only what is plugged in
  unjam devices --timeout 5 --json  for programs
"""
FIELDS = (
    *("device-uri", "device-class", "device-info", "device-make-and-model"),
    *("device-location", "device-id"),
)


@click.command(epilog=EPILOG, short_help="Look for printers, plugged in or in the network.")
@options.common
@click.option(
    "--scheme",
    "schemes",
    multiple=True,
    metavar="SCHEME",
    help="Only such devices: usb, dnssd, socket, or another. May be given several times.",
)
def command(server: str | None, timeout: float, as_json: bool, schemes: tuple[str, ...]) -> int:
    """Look for printers, plugged in or in the network, as they are found.

    The print server does the looking, so these are the printers that it can reach.
    """
    from unjam.cli.running import run

    return run(_devices(server, timeout, schemes, as_json=as_json))


async def _devices(
    server: str | None, seconds: float, schemes: tuple[str, ...], *, as_json: bool
) -> int:
    from unjam.auth import Asker, AsyncAuthenticator, TerminalPrompt, purpose
    from unjam.cli import asking
    from unjam.cli.attributes import document, text
    from unjam.cli.documents import print_document
    from unjam.cli.render import errors, prose
    from unjam.cli.words import _
    from unjam.cups import AsyncConnection

    found: list[dict[str, object]] = []

    async def search(connection: AsyncConnection) -> str:
        whole = max(1, int(seconds))
        wanted = list(schemes) or None
        async for record in connection.iter_devices(
            include_schemes=wanted, search_timeout=whole, timeout=seconds + 5
        ):
            if ":" in (text(record, "device-uri") or ""):
                found.append(document(record, dict.fromkeys(FIELDS, text)))
                if not as_json:
                    _show(found[-1])
        return str(connection.server)

    asker = Asker(TerminalPrompt()) if asking.somebody() else None
    with purpose(_("Look for printers")):
        name = await AsyncAuthenticator(server, asker).call(search)
    if as_json:
        print_document(server=name, devices=found)
    elif not found:
        prose(errors(), _("No printer was found."))
    return 0


def _show(device: Mapping[str, object]) -> None:
    """Print one device at once: what it is, then where it is."""
    from rich.text import Text

    from unjam.cli.render import console, one_line, prose

    target = console()
    model = one_line(device["device-info"] or device["device-make-and-model"] or "?")
    place = one_line(device["device-location"] or "")
    prose(target, Text(model, style="bold"), f"  {place}" if place else "")
    target.print(Text("  " + one_line(device["device-uri"])), soft_wrap=True)
