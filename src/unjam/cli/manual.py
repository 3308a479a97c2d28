# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Man pages and completion scripts, made from the commands themselves.

`python -m unjam.cli.manual man DIRECTORY` writes unjam.1, unjam-doctor.1…;
`python -m unjam.cli.manual completions DIRECTORY` writes one file for each shell. The same input
gives the same bytes: nothing in them tells when or where they were made.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

import unjam
from unjam.cli.commands.completion import script
from unjam.cli.frame import cli

LICENCE = """\
# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0
"""
COMPLETIONS = {"bash": "unjam", "zsh": "_unjam", "fish": "unjam.fish"}
FILES = (
    ("~/.cups/lpoptions", "The person's saved printing options."),
    ("~/.cups/client.conf, /etc/cups/client.conf", "Which print server is talked to."),
    ("/etc/cups/cups-files.conf", "Where the print server's files are."),
)
ENVIRONMENT = (
    ("CUPS_SERVER", "The print server, as with --server."),
    ("UNJAM_CUPS_FILES", "The server's cups-files.conf, as with --cups-files."),
    ("NO_COLOR", "Any value: no colours."),
)


def pages() -> dict[str, str]:
    """Return all man pages by file name."""
    context = click.Context(cli, info_name="unjam", **cli.context_settings)
    made = {"unjam.1": "".join(_page(cli, context, ("unjam",)))}
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        if command is not None:
            inner = click.Context(command, parent=context, info_name=name)
            made[f"unjam-{name}.1"] = "".join(_page(command, inner, ("unjam", name)))
    return made


def completions() -> dict[str, str]:
    """Return the completion scripts by file name."""
    return {name: _licensed(script(cli, shell)) for shell, name in COMPLETIONS.items()}


def _licensed(text: str) -> str:
    """Say whose it is, below the first line that some shells read."""
    head, newline, rest = text.lstrip("\n").partition("\n")
    first = head + newline if head.startswith("#") else ""
    return first + LICENCE + (rest if first else text.lstrip("\n")).rstrip() + "\n"


def _page(command: click.Command, context: click.Context, path: Sequence[str]) -> Iterator[str]:
    title = "-".join(path)
    yield '.\\" SPDX-FileCopyrightText: 2026 The Unjam authors\n'
    yield '.\\" SPDX-License-Identifier: Apache-2.0\n'
    yield '.\\" Made by unjam.cli.manual; do not edit.\n'
    yield f'.TH {title.upper()} 1 "" "unjam {unjam.__version__}" "Unjam"\n'
    summary, _dot, _rest = (command.help or "").partition("\n")
    yield f".SH NAME\n{_roff(title)} \\- {_roff(summary.rstrip('.'))}\n"
    yield f".SH SYNOPSIS\n{_synopsis(command, context)}"
    yield f".SH DESCRIPTION\n{_paragraphs(command.help or '')}"
    yield from _options(command, context)
    if isinstance(command, click.Group):
        yield from _verbs(command, context, pages=path == ("unjam",))
    yield from _epilog(command)
    yield from _list("FILES", FILES)
    yield from _list("ENVIRONMENT", ENVIRONMENT)
    yield from _see_also(path)


def _synopsis(command: click.Command, context: click.Context) -> str:
    words = " ".join(command.collect_usage_pieces(context))
    return f".B {_roff(context.command_path)}\n{_roff(words)}\n"


def _paragraphs(text: str) -> str:
    blocks = re.split(r"\n\s*\n", text.replace("\b", "").strip())
    return ".PP\n".join(_roff(" ".join(block.split())) + "\n" for block in blocks)


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    options = [p for p in command.get_params(context) if isinstance(p, click.Option)]
    records = [option.get_help_record(context) for option in options]
    if found := [record for record in records if record is not None]:
        yield from _list("OPTIONS", found)


def _verbs(group: click.Group, context: click.Context, *, pages: bool) -> Iterator[str]:
    """List the commands of a group; those without a page of their own with their options."""
    yield ".SH COMMANDS\n"
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        inner = click.Context(command, parent=context, info_name=name)
        yield f".TP\n.B {_roff(name)} {_roff(' '.join(command.collect_usage_pieces(inner)))}\n"
        yield _roff(" ".join((command.help or "").split())) + "\n"
        if not pages:
            yield from _nested(command, inner)


def _nested(command: click.Command, context: click.Context) -> Iterator[str]:
    """Print the options of a verb, indented below it."""
    yield ".RS\n"
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record and record[1]:
            yield f".TP\n.B {_roff(record[0])}\n{_roff(record[1])}\n"
    yield ".RE\n"


def _epilog(command: click.Command) -> Iterator[str]:
    """Print the blocks of the epilog as they stand; the first line of each names it."""
    for block in re.split(r"\n\s*\n", (command.epilog or "").replace("\b", "").strip()):
        head, _colon, rest = block.strip("\n").partition(":")
        if rest:
            yield f".SH {_roff(head.upper())}\n.nf\n{_roff(rest.strip(chr(10)))}\n.fi\n"


def _list(heading: str, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield f".SH {heading}\n"
    for term, text in pairs:
        yield f".TP\n.B {_roff(term)}\n{_roff(text)}\n"


def _see_also(path: Sequence[str]) -> Iterator[str]:
    names = [f"unjam-{name}" for name in sorted(cli.list_commands(click.Context(cli)))]
    others = [name for name in ["unjam", *names] if name != "-".join(path)]
    references = [f".BR {_roff(name)} (1)" for name in [*others, "lpadmin"]]
    yield ".SH SEE ALSO\n" + " ,\n".join(references) + "\n"


def _roff(text: str) -> str:
    """Escape what roff would take for its own; a line may not begin with a control character."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return re.sub(r"^([.'])", r"\\&\1", escaped, flags=re.MULTILINE)


def main(argv: Sequence[str]) -> int:
    """Write the files of one kind into a directory."""
    kinds = {"man": pages, "completions": completions}
    if len(argv) != 2 or argv[0] not in kinds:
        sys.stderr.write("usage: python -m unjam.cli.manual man|completions DIRECTORY\n")
        return 2
    place = Path(argv[1])
    place.mkdir(parents=True, exist_ok=True)
    for name, text in kinds[argv[0]]().items():
        (place / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
