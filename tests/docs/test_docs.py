"""The documentation tells the truth: every block on every page is put to the test.

`conftest.py` says what is done with which block. The pages of the diagnostics have a test of
their own for their blocks (tests/diagnostics); their links are followed here.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
DIAGNOSTICS = DOCS / "reference" / "diagnostics"
ALL = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
PLAYED = [path for path in ALL if DIAGNOSTICS not in path.parents]
LINK = re.compile(r"(?<!!)\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def prose(path):
    """The text of a page without its blocks."""
    return FENCED.sub("", path.read_text(encoding="utf-8"))


def links(path):
    """The links of a page that lead to files of the project: the file, and the heading in it."""
    for inline, defined in LINK.findall(re.sub(r"`[^`\n]*`", "", prose(path))):
        target, _, heading = (inline or defined).partition("#")
        if "://" not in target:
            yield (path.parent / target).resolve() if target else path, heading


def headings(path):
    """The headings of a page, as links name them."""
    for line in re.findall(r"^#+ (.*)$", prose(path), re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-")


@pytest.mark.parametrize("path", PLAYED, ids=name_of)
def test_every_block_of_a_page_is_true(path, player):
    player.play(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_every_link_leads_somewhere(path):
    lost = [
        f"{name_of(target) if target.exists() else target}#{heading}"
        for target, heading in links(path)
        if not target.exists() or (heading and heading not in headings(target))
    ]
    assert lost == []


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_no_code_in_brackets_is_without_its_link(path):
    text = prose(path)
    defined = set(re.findall(r"^\[(PP\d+)\]: ", text, re.MULTILINE))
    used = set(re.findall(r"\[(PP\d+)\](?![:(])", text))
    assert used == defined


def test_every_page_can_be_found_from_the_index():
    pending, seen = [DOCS / "README.md"], set()
    while pending:
        path = pending.pop()
        if path not in seen and path.suffix == ".md" and path.exists():
            seen.add(path)
            pending += [target for target, _ in links(path)]
    assert [name_of(p) for p in ALL if p not in seen and p != ROOT / "README.md"] == []


FAULTS = {
    "an unknown kind": ("text", "anything"),
    "a policy that is no whole file": ("policy", "require x:"),
    "a fragment with an unknown name": ("policy fragment of require", "has_no_such_fact"),
    "a fragment with an example that fails": (
        "policy fragment",
        "example x:\n  decide hire on 2026-11-23\n  expect:\n    hire is met",
    ),
    "facts that are wrong": ("json facts", '{"pear": {}}'),
    "facts that are not wrong": ("json facts wrong PP602", '{"peer": {}}'),
    "another output": ("console", "$ peerpolicy help nothing\nsomething"),
    "another program": ("console", "$ cat x"),
    "a session that fails": ("python", ">>> 1 + 1\n3"),
    "no session": ("python", "print(1)"),
    "a rule that the grammar does not have": ("grammar", 'of: "from" NAME'),
    "an unknown line for a terminal": ("sh", "rm x"),
    "a file in another folder": ("json file=../x.json", "{}"),
    "a file that ends with a fault": ("policy file=x.policy", "language 1\nprogram x:"),
}


@pytest.mark.parametrize("words, text", FAULTS.values(), ids=FAULTS)
def test_a_fault_on_a_page_is_seen(words, text, player, write):
    with pytest.raises(AssertionError):
        player.play(write((words, text)))


def test_a_file_is_begun_added_to_and_mended(player, write):
    gone = "y.policy: No such file or directory"
    page = write(
        ("policy file=x.policy", "language 1\nvocabulary x:"),
        ("policy append=x.policy", "  titel"),
        ("console", f"$ peerpolicy check y.policy\n{gone}\n$ echo $?\n3"),
        ("policy replace=x.policy", '  title "X"'),
        ("console", "$ peerpolicy check \\\nx.policy\nx.policy: no problems"),
    )
    player.play(page)
    assert Path("x.policy").read_text() == 'language 1\nvocabulary x:\n  title "X"\n'
