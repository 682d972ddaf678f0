"""The same case said otherwise: in another order or layout, or with an entry in two halves.

What it is for: laws that no order, no layout and no split changes an answer. May import: `check`,
`ir`, `quantity` and the rest of this room below. What stays true: nothing is added, dropped or
changed but the order and the layout; two halves have the same fields and add up to the whole, to
the last digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from random import Random
from typing import Final, TypeVar

import attrs

from peerpolicy.check.declared import VOCABULARY_KINDS
from peerpolicy.ir.program import Clause, ClauseException, Program, Question
from peerpolicy.ir.schema import Entry, Schema
from peerpolicy.quantity import exact, show
from peerpolicy.syntax.words import KINDS
from peerpolicy.testing.cases import Plain
from peerpolicy.testing.reads import Reads

_T = TypeVar("_T")

_FILES: Final = ("words_one", "words_two")
_MOVED: Final = 0.7
"""The share of a program's words that goes into vocabularies."""

_FIRST_WORDS: Final = frozenset(kind.split()[0] for kind in KINDS)
_QUOTED: Final = re.compile(r'("[^"]*")')
_BETWEEN: Final = ("", "   ", "# about it", '  # about, it: "all"', "    # language 1")
_AFTER: Final = ("", "", "", "", "  ", " # so", "    # require x:", '# "')

Place = tuple[str, str, str, int]
"""Subject, entry, `entries` or `requested`, position: a record of a list of entries."""


def shuffled_text(text: str, chance: Random) -> str:
    """Reorder the clauses of a file; the first two (language, program) stay. No errors.

    The lines of a clause whose kind is a vocabulary's are reordered, too: code could go by them.
    """
    blocks = _blocks(text)
    head, rest = blocks[:2], blocks[2:]
    chance.shuffle(rest)
    return _joined([*head, *(_shuffled_lines(block, chance) for block in rest)])


def _shuffled_lines(block: list[str], chance: Random) -> list[str]:
    if block[0].split()[0] in _FIRST_WORDS:
        return block
    lines: list[list[str]] = []
    for line in block[1:]:
        if line.startswith("   ") and lines:
            lines[-1].append(line)
        else:
            lines.append([line])
    chance.shuffle(lines)
    return [block[0], *(line for each in lines for line in each)]


def _blocks(text: str) -> list[list[str]]:
    """Cut a file into the line of the edition and its clauses, without comments between them."""
    blocks: list[list[str]] = []
    for line in text.splitlines():
        if line and line[0] not in " #":
            blocks.append([])
        if blocks and not line.startswith("#"):
            blocks[-1].append(line)
    return blocks


def _joined(blocks: Iterable[list[str]]) -> str:
    return "\n".join(line for block in blocks for line in block) + "\n"


def in_files(text: str, chance: Random) -> dict[str, str]:
    """Move words of a program into two vocabularies, which may need each other.

    Out: the text of each file by name; the program has the empty name. No errors.
    """
    edition, head, *rest = _blocks(text)
    files = {name: [edition, [f"vocabulary {name}:", '  title "Words"']] for name in _FILES}
    kept: list[list[str]] = []
    for block in rest:
        moves = block[0].split()[0] in VOCABULARY_KINDS and chance.random() < _MOVED
        (files[chance.choice(_FILES)] if moves else kept).append(block)
    uses = [f"  use {name}" for name in _FILES]
    program = [edition, [head[0], *uses, *head[1:]], *kept]
    return {"": _joined(program), **{name: _joined(blocks) for name, blocks in files.items()}}


def untidied(text: str, chance: Random) -> str:
    """Add comments, blank lines and spaces where they mean nothing. No errors."""
    lines: list[str] = []
    for line in text.splitlines():
        lines += chance.choices(_BETWEEN, k=chance.choice((0, 0, 0, 1, 2)))
        indent = line[: len(line) - len(line.lstrip(" "))]
        parts = _QUOTED.split(line.strip())
        spaced = [p if n % 2 else _spaced(p, chance) for n, p in enumerate(parts)]
        lines.append(indent + "".join(spaced) + chance.choice(_AFTER))
    return "\n".join(lines) + chance.choice(("", "\n", "\n\n\n", "\n# the end"))


def _spaced(words: str, chance: Random) -> str:
    """Widen the spaces of a part of a line that is not quoted, and put some before a colon."""
    wider = re.sub(" ", lambda _: " " * chance.choice((1, 1, 1, 2, 5)), words)
    return re.sub("[,:]", lambda sign: chance.choice(("", "", " ")) + sign[0], wider)


def shuffled_program(program: Program, chance: Random) -> Program:
    """Reorder the clauses of a checked program and the items of their groups. No errors."""
    clauses = [_shuffled_clause(clause, chance) for clause in program.clauses]
    chance.shuffle(clauses)
    questions = [_shuffled_question(question, chance) for question in program.questions]
    chance.shuffle(questions)
    return attrs.evolve(program, clauses=tuple(clauses), questions=tuple(questions))


def _shuffled_question(question: Question, chance: Random) -> Question:
    """Reorder the items in the conditions of the answers; their own order is their ranking."""
    answers = tuple(
        attrs.evolve(answer, condition=_shuffled(answer.condition, chance))
        for answer in question.answers
    )
    return attrs.evolve(question, answers=answers)


def _shuffled_clause(clause: Clause, chance: Random) -> Clause:
    return attrs.evolve(
        clause,
        condition=_shuffled(clause.condition, chance),
        guard=_shuffled(clause.guard, chance),
        exceptions=_shuffled_exceptions(clause.exceptions, chance),
    )


def _shuffled_exceptions(
    exceptions: tuple[ClauseException, ...], chance: Random
) -> tuple[ClauseException, ...]:
    shuffled = [
        attrs.evolve(
            each,
            condition=_shuffled(each.condition, chance),
            instead=_shuffled(each.instead, chance),
        )
        for each in exceptions
    ]
    chance.shuffle(shuffled)
    return tuple(shuffled)


def _shuffled(term: _T, chance: Random) -> _T:
    """Reorder the items of every group of a term, and the readings of open terms."""
    kind, make = type(term), type(term)
    if not attrs.has(kind):
        return term
    stored = {field.name: getattr(term, field.name) for field in attrs.fields(kind)}
    for name, value in stored.items():
        if name in ("items", "options"):
            items = [_shuffled_item(item, chance) for item in value]
            chance.shuffle(items)
            stored[name] = tuple(items)
        elif name == "item":
            stored[name] = _shuffled(value, chance)
    return make(**stored)


def _shuffled_item(item: object, chance: Random) -> object:
    """Reorder within an item, which for a reading is a pair of its name and a term."""
    if isinstance(item, tuple):
        return tuple(_shuffled(part, chance) for part in item)
    return _shuffled(item, chance)


def shuffled_facts(facts: Mapping[str, object], chance: Random) -> Plain:
    """Reorder the keys of every mapping and the records of every list. No errors."""
    keys = list(facts)
    chance.shuffle(keys)
    return {key: _reordered(facts[key], chance) for key in keys}


def _reordered(said: object, chance: Random) -> object:
    if isinstance(said, Mapping):
        return shuffled_facts(said, chance)
    if isinstance(said, list):
        items = [_reordered(item, chance) for item in said]
        chance.shuffle(items)
        return items
    return said


# ---------------------------------------------------------------- halves


def splittable(schema: Schema, reads: Reads, facts: Mapping[str, object]) -> list[Place]:
    """List the records with a known amount, of entries that nothing counts. No errors."""
    found = []
    for subject, name in sorted(reads.names - reads.counted):
        kind = schema.record(subject, name)
        if not isinstance(kind, Entry) or kind.amount is None:
            continue
        for key, records in _lists(facts, subject, name).items():
            for number, record in enumerate(records):
                amount = record.get(kind.amount)
                if isinstance(amount, int | str) and exact(amount) > 0:
                    found.append((subject, name, key, number))
    return found


def split(schema: Schema, facts: Mapping[str, object], place: Place, quarters: int) -> Plain:
    """Split a record in two with the same fields: so many quarters of the amount, and the rest.

    Errors: KeyError for a place that `splittable` does not list.
    """
    subject, name, key, number = place
    kind, about = schema.record(subject, name), facts[subject]
    if not isinstance(kind, Entry) or kind.amount is None or not isinstance(about, Mapping):
        raise KeyError(place)
    form = about[name]
    records = _lists(facts, subject, name)[key]
    record = records[number]
    whole = exact(record[kind.amount])
    part = exact(f"0.{25 * quarters:02d}" if quarters < 4 else 1) * whole
    one, other = ({**record, kind.amount: show(exact(each))} for each in (part, whole - part))
    halves = [*records[:number], one, *records[number + 1 :], other]
    kept = form if isinstance(form, Mapping) else {}
    return {**facts, subject: {**about, name: {**kept, key: halves}}}


def _lists(facts: Mapping[str, object], subject: str, name: str) -> dict[str, list[Plain]]:
    """Return the records and the requests of a list, whichever there are."""
    about = facts.get(subject)
    form = about.get(name) if isinstance(about, Mapping) else None
    lists = {"entries": form} if isinstance(form, list) else form
    if not isinstance(lists, Mapping):
        return {}
    return {
        key: [record for record in said if isinstance(record, dict)]
        for key in ("entries", "requested")
        if isinstance(said := lists.get(key), list)
    }
