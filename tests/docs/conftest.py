"""Pages of documentation, and how every block on them is put to the test.

A page is played from top to bottom in an empty folder. What a block is stands after its fence:

| block | what is done |
|---|---|
| `policy` | a whole file: checked, and its examples decided |
| `policy file=NAME`, `policy append=NAME` | written to a file, or at the end of it |
| `policy replace=NAME`, `replace-first=NAME` | in place of the last, or first, piece of a file |
| `policy fragment` | clauses: checked in the sample program, examples decided |
| `policy fragment of KIND` | lines, each in a clause of that kind of its own |
| `json file=NAME` | written |
| `json facts`, `json facts wrong CODE` | read as facts of the sample program, or refused so |
| `console` | `$ peerpolicy ...` is run; all that it writes must stand below |
| `python` | a session, as doctest reads it |
| `python file=NAME` | written to a module that the sessions of the page can import |
| `{eval-rst}`, `{toctree}` | for the site alone: built by `test_site.py` |
| `grammar`, `reserved`, `refused` | must be the words of the language itself |
| `sh` | lines for a terminal: only what is known here, `peerpolicy` is run; what the page wrote is
put on the path by `pip install -e`, and tested by `python -m pytest` |

Any other block is an error. At the end of a page each file that it wrote must be in order.
"""

import contextlib
import doctest
import io
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from peerpolicy.cli import main
from peerpolicy.diagnostics import Severity
from peerpolicy.errors import FactsError
from peerpolicy.facts.files import parse_json
from peerpolicy.facts.reader import read
from peerpolicy.library import check_source, load_source
from peerpolicy.policy import Policy
from peerpolicy.source import Source
from peerpolicy.syntax.parser import grammar_text
from peerpolicy.syntax.words import ADVERBS, AMBIGUOUS, RESERVED
from tests.plugins.conftest import as_installed

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SAMPLE_PAGE = DOCS / "reference" / "language.md"
WRITING = ("file=", "append=", "replace=", "replace-first=")
INSTALLING = {
    "python3 -m venv .venv",
    ".venv/bin/pip install -q .",
    ".venv/bin/pip install -q -e '.[test]'",
    ".venv/bin/python -m pytest -q -n auto --dist worksteal",
}
"""Parts of `sh` blocks that need a network or an hour; that they are spelt so is all we check."""


@dataclass(frozen=True)
class Block:
    """A fenced block: the words after its fence, its text, and the line on which it begins."""

    words: tuple[str, ...]
    text: str
    line: int


def blocks_of(page):
    """The fenced blocks of a page, in order."""
    found, words, lines, start = [], None, [], 0
    for number, line in enumerate(page.split("\n"), start=1):
        if words is None and line.startswith("```"):
            words, lines, start = tuple(line[3:].split()), [], number + 1
        elif words is not None and line == "```":
            found.append(Block(words, "".join(f"{x}\n" for x in lines), start))
            words = None
        elif words is not None:
            lines.append(line)
    assert words is None, f"the block of line {start} does not end"
    return found


def sample():
    """The program in which fragments stand; the page of the language shows it."""
    page = SAMPLE_PAGE.read_text(encoding="utf-8")
    return next(b.text for b in blocks_of(page) if b.words == ("policy", "file=sample.policy"))


def check_whole(name, text):
    """Check a policy and decide its examples; warnings let it pass, as for every caller.

    Vocabularies that the page wrote lie beside it.
    """
    source, beside = Source(name, text), Path()
    program, found = check_source(source, beside)
    assert "\n".join(d.render() for d in found if d.severity is Severity.ERROR) == ""
    if program is not None:
        failed = [r for r in Policy(load_source(source, beside)).check_examples() if not r.passed]
        assert failed == []


def pieces_of(text):
    """Lines at the margin, each with what is indented below it."""
    return re.findall(r"^(?! ).+\n(?: .*\n)*", text, re.MULTILINE)


def clauses_of(kind, text):
    """Put each line, with its items, into a clause of that kind."""
    for number, piece in enumerate(pieces_of(text)):
        body = "".join(f"  {line}\n" for line in piece.splitlines())
        yield f'\n{kind} line_{number}:\n  for hire\n  cite manual "page 1"\n{body}'


def check_fragment(name, text):
    """Check clauses in the sample program. A calendar in them is the one that it uses."""
    program = sample()
    calendar = re.search(r"^calendar (\w+):", text, re.MULTILINE)
    if calendar:
        program = program.replace("  calendar days\n", f"  calendar {calendar[1]}\n")
    check_whole(name, f"{program}\n{text}")


def check_facts(text, code):
    """Read facts against the sample program; `code` is what they must be refused with."""
    schema = load_source(Source("sample.policy", sample())).schema
    try:
        read(schema, parse_json(text, "facts.json"))
    except FactsError as error:
        assert [d.code for d in error.diagnostics] == [code]
    else:
        assert code is None, "the facts are read without any error"


def run(words):
    """Run a command; return its code and everything it wrote, in the order of a terminal."""
    written = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True)
    with contextlib.redirect_stdout(written), contextlib.redirect_stderr(written):
        code = int(main(words))
    written.flush()
    return code, written.buffer.getvalue().decode()


def rules_of(text):
    """The rules of a grammar, each as its words; what is a comment is no rule."""
    rules = []
    for line in text.splitlines():
        if line.lstrip().startswith("|"):
            rules[-1] += f" {' '.join(line.split())}"
        elif ":" in line and not line.startswith("//"):
            rules.append(" ".join(line.split()))
    return set(rules)


def forget_modules_of(folder):
    """Import anew what a page writes anew, as each command in a terminal does."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file is not None and folder in Path(file).parents:
            del sys.modules[name]


@dataclass
class Player:
    """Plays the blocks of one page in the current folder."""

    names: dict[str, object] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    code: int = 0

    def play(self, page):
        """Play a page; an error names the line of its block."""
        for block in blocks_of(page):
            try:
                self._block(block)
            except AssertionError as error:
                raise AssertionError(f"the block of line {block.line}: {error}") from error
        for name, pieces in self.files.items():
            assert Path(name).read_text(encoding="utf-8") == "".join(pieces), f"{name} was changed"
            if name.endswith(".policy"):
                check_whole(name, "".join(pieces))

    def _block(self, block):
        match block.words:
            case ("policy",):
                assert block.text.startswith("language 1\n"), "this is no whole file"
                check_whole("block.policy", block.text)
            case ("policy", "fragment"):
                check_fragment("fragment.policy", block.text)
            case ("policy", "fragment", "of", kind):
                check_fragment("fragment.policy", "".join(clauses_of(kind, block.text)))
            case ("policy", place) if place.startswith(WRITING):
                self._write(*place.split("="), block.text)
            case ("json", place) if place.startswith("file="):
                json.loads(block.text)
                self._write(*place.split("="), block.text)
            case ("json", "facts"):
                check_facts(block.text, None)
            case ("json", "facts", "wrong", code):
                check_facts(block.text, code)
            case ("console",):
                self._console(block.text)
            case ("python", place) if place.startswith("file="):
                compile(block.text, place, "exec")
                self._write(*place.split("="), block.text)
                forget_modules_of(Path().resolve())
            case ("python",):
                self._python(block)
            case ("{eval-rst}",) | ("{toctree}",):
                pass
            case ("grammar",):
                assert rules_of(block.text) - rules_of(grammar_text()) == set()
            case ("reserved",):
                assert block.text.split() == sorted(RESERVED)
            case ("refused",):
                said = " ".join(block.text.split()).split("; ")
                assert said == [words for words, _, _ in (*AMBIGUOUS, *ADVERBS)]
            case ("sh",):
                self._sh(block.text)
            case words:
                raise AssertionError(f"`{' '.join(words)}` is no kind of block known here")

    def _write(self, how, name, text):
        assert ".." not in Path(name).parts, "a page writes into its own folder only"
        pieces = self.files.setdefault(name, [])
        assert how == "file" or pieces, f"{name} was not begun"
        match how:
            case "file":
                pieces[:] = [text]
            case "append":
                pieces.append(text)
            case "replace":
                pieces[-1] = text
            case "replace-first":
                pieces[0] = text
        Path(name).write_text("".join(pieces), encoding="utf-8")

    def _sh(self, text):
        """Install and test what the page wrote; all other lines are those of a checkout."""
        for line in text.splitlines():
            own = re.fullmatch(r"(pip install -e|python -m pytest) '?(\w+)(\[test\])?'?", line)
            if own is None or not Path(own[2]).is_dir():
                sh(line)
            elif own[1].startswith("pip"):
                sys.path.insert(0, str(as_installed(Path(own[2]).resolve())))
            else:
                command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", own[2]]
                path = os.pathsep.join((str(Path(own[2]).resolve()), str(ROOT)))
                done = subprocess.run(
                    [*command, "--rootdir", own[2]],
                    env={**os.environ, "PYTHONPATH": path},
                    capture_output=True,
                    text=True,
                    check=False,
                )
                assert done.returncode == 0, done.stdout

    def _console(self, text):
        """Compare what commands write. `Record: ...` stands for the digest of a decision."""
        before, *commands = re.split(r"^\$ ", text.replace("\\\n", ""), flags=re.MULTILINE)
        assert before == "", "a console block begins with `$ `"
        assert commands, "a console block has a command"
        for command in commands:
            line, _, shown = command.partition("\n")
            if line == "echo $?":
                assert shown.strip() == str(self.code)
                continue
            first, *words = shlex.split(line)
            assert first == "peerpolicy", f"`{first}` is not run by this test"
            self.code, written = run(words)
            digest = r"^Record: sha256:[0-9a-f]{64}$"
            assert re.sub(digest, "Record: ...", written, flags=re.MULTILINE) == shown

    def _python(self, block):
        parsed = doctest.DocTestParser().get_doctest(
            block.text, self.names, "page", "page", block.line - 1
        )
        assert parsed.examples, "a python block is a session: its lines begin with `>>> `"
        runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS)
        said = io.StringIO()
        runner.run(parsed, out=said.write, clear_globs=False)
        self.names.update(parsed.globs)
        assert said.getvalue() == ""


def sh(text):
    """Check lines for a terminal: the parts are known, and `peerpolicy` works in the checkout."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "test" in extras["optional-dependencies"]
    for part in re.split(r" && |\n", text.strip()):
        if part not in INSTALLING:
            first, *words = shlex.split(part)
            assert first in {".venv/bin/peerpolicy", "peerpolicy"}, f"`{part}` is not known here"
            with contextlib.chdir(ROOT):
                code, written = run(words)
            assert code == 0, written


@pytest.fixture
def player(tmp_path, monkeypatch):
    """A player in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b""), encoding="utf-8"))
    return Player()


@pytest.fixture
def write():
    """Make the text of a page of blocks: the words after the fence, and the text, for each."""

    def write(*pairs):
        return "".join(f"```{words}\n{text}\n```\n" for words, text in pairs)

    return write
