"""`peerpolicy init`: the folder of a new distribution that offers a vocabulary.

What it is for: writes a small distribution that works, to be changed step by step. May import: the
frame of the command line, the skeleton, `errors`, `plugins` and `syntax.words`. What stays true: no
file that is there is touched; the tests of what is written pass.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from peerpolicy.cli.console import Console
from peerpolicy.cli.frame import Exit, UsageError, Verb
from peerpolicy.cli.skeleton import files_of
from peerpolicy.errors import PeerPolicyError
from peerpolicy.plugins import offered
from peerpolicy.syntax.words import RESERVED

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def _configure(parser: argparse.ArgumentParser) -> None:
    help_ = "the name of the vocabulary, as a policy will `use` it; also that of its folder"
    parser.add_argument("--vocabulary", metavar="NAME", required=True, help=help_)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    name: str = arguments.vocabulary
    if not _NAME.fullmatch(name) or name in RESERVED:
        raise UsageError(f"`{name}` cannot be a name; write small letters, such as `driving_words`")
    if name in offered():
        raise UsageError(f"a vocabulary `{name}` is shipped or installed; take another name")
    folder = Path(name)
    if folder.exists():
        raise PeerPolicyError(f"`{folder}` is there already; nothing was written")
    written = files_of(name)
    for path, text in written.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    if arguments.json:
        console.data({"folder": name, "files": list(written)})
        return Exit.DONE
    listed = "\n".join(f"{name}/{path}" for path in written)
    steps = f"pip install -e '{name}[test]'\npython -m pytest {name}"
    console.result(f"{listed}\n\nnext:\n{steps}")
    return Exit.DONE


VERB = Verb("init", "Begin a distribution that offers a vocabulary.", _configure, _run)
