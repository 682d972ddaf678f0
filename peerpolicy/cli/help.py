"""`peerpolicy help`: the page of a diagnostic, or the usage of a verb, without a network.

What it is for: from the code in a message to the page that explains it. May import: the frame of
the command line, `diagnostics` and `_resources`. What stays true: the pages are those shipped
with this version.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from peerpolicy._resources import folder
from peerpolicy.cli.console import Console
from peerpolicy.cli.frame import Exit, UsageError, Verb
from peerpolicy.diagnostics import CODES, nearest


def make_help(others: Mapping[str, Verb]) -> Verb:
    """Return the verb `help`, which knows the other verbs. No errors."""

    def run(arguments: argparse.Namespace, console: Console) -> int:
        topic: str | None = arguments.topic
        if topic is None:
            _list_codes(arguments.json, console)
        else:
            title, text = _page(topic, others)
            if arguments.json:
                console.data({"topic": topic, "title": title, "text": text})
            else:
                console.result(text)
        return Exit.DONE

    return Verb("help", "Explain a diagnostic or a verb.", _configure, run)


def _configure(parser: argparse.ArgumentParser) -> None:
    help_ = "a code such as PP201, or a verb; without one, all codes are listed"
    parser.add_argument("topic", nargs="?", metavar="CODE", help=help_)


def _page(topic: str, others: Mapping[str, Verb]) -> tuple[str, str]:
    """Return the title and the text about a verb or a code. Errors: UsageError; OSError."""
    if topic in others:
        return others[topic].summary, others[topic].parser().format_help()
    code = topic.upper()
    if code in CODES:
        page = folder("diagnostics_pages").joinpath(f"{code}.md")
        return CODES[code], page.read_text(encoding="utf-8")
    close = nearest(code, CODES) or nearest(topic, others)
    advice = f"did you mean `{close}`?" if close else "`peerpolicy help` lists all codes"
    raise UsageError(f"there is no code or verb `{topic}`; {advice}")


def _list_codes(as_json: bool, console: Console) -> None:
    if as_json:
        console.data(dict(CODES))
    else:
        console.result("\n".join(f"{code}  {title}" for code, title in CODES.items()))
