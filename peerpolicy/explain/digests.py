"""The digests of a decision: two equal ones were decided from the same rules and facts.

What it is for: `decision_digest` and `facts_used`, and what of a program a question rests on.
May import: `explain.facts_text`, `facts.model` and `ir`. What stays true: a digest covers rules,
question, days, facts and outcomes and no prose; the order of records says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from json.encoder import encode_basestring_ascii as _text
from typing import Final

import attrs

from peerpolicy.explain.facts_text import holder_text, list_text
from peerpolicy.facts.model import Facts
from peerpolicy.ir.asking import behind
from peerpolicy.ir.canonical import fingerprint_of
from peerpolicy.ir.program import Clause, Program, Question, Shown
from peerpolicy.ir.terms import IsListed, Subject, parts

SCHEMA_VERSION: Final = 1
"""The version of `Decision.to_dict` and of what the digest covers; fields are only added."""


def rests_on(program: Program, question: str) -> tuple[Clause | Question, ...]:
    """Return the question, with its named answers, and every clause it can rest on. No errors."""
    found = program.question(question)
    return () if found is None else (found, *behind(program, found))


def decision_digest(
    *,
    policy: str,
    question: str,
    days: tuple[date, date | None],
    facts: str,
    outcomes: Iterable[str],
    answers: Iterable[tuple[str, str]] = (),
) -> str:
    """Return "sha256:" and the digest of what was decided: rules, question, days, facts, outcomes.

    In: the digest of the policy; the judged day and `known_on`; the facts as `facts_used` gives
    them; what `outcome_text` gives for each finding, in the order of their names; the name and
    outcome of each named answer. No errors.
    """
    as_of, known_on = days
    known = "null" if known_on is None else f'"{known_on.isoformat()}"'
    named = [outcome_text(*each) for each in answers]
    # the compact text of a canonical form, key by key
    return fingerprint_of(
        f'{{"answers":[{",".join(named)}],"as_of":"{as_of.isoformat()}","facts":{facts},'
        f'"known_on":{known},"outcomes":[{",".join(outcomes)}],"policy":{_text(policy)},'
        f'"question":{_text(question)},"schema_version":{SCHEMA_VERSION}}}'
    )


def outcome_text(name: str, outcome: str) -> str:
    """Return the text of a name and an outcome that a digest covers. No errors."""
    return f"[{_text(name)},{_text(outcome)}]"


@attrs.frozen
class Read:
    """The subjects and the registries that a question can rest on.

    In the order of their names, each with the text that its pair begins with.
    """

    subjects: tuple[tuple[str, str], ...]
    registries: tuple[tuple[str, str], ...]


def read_by(program: Program, question: str) -> Read:
    """Return what a question can rest on: its subjects, the registries its clauses name.

    No errors.
    """
    found = program.question(question)
    subjects = {found.about} if found is not None else set()
    registries: set[str] = set()
    whole = rests_on(program, question)
    for part in (*whole, *_papers_for(program, {part.id for part in whole})):
        for each in parts(part):
            if isinstance(each, Subject):
                subjects.add(each.name)
            elif isinstance(each, IsListed):
                registries.add(each.registry)
    return Read(_begun(subjects), _begun(registries))


def _begun(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, f"{_text(name)}:") for name in sorted(names))


def facts_used(read: Read, facts: Facts) -> str:
    """Return what a question can rest on, as text whose `fingerprint_of` is the facts' digest.

    All that is said of its subjects and registries, in the normalised form; the order of records
    says nothing. No errors.
    """
    holders, listed = facts.holders, facts.registries
    subjects = [
        f"{begin}{holder_text(holders[name])}" for name, begin in read.subjects if name in holders
    ]
    registries = [
        f"{begin}{list_text(listed[name])}" for name, begin in read.registries if name in listed
    ]
    return f'{{"registries":{{{",".join(registries)}}},"subjects":{{{",".join(subjects)}}}}}'


def _papers_for(program: Program, names: set[str]) -> Iterator[Shown]:
    """Yield the papers that show a fact or one of some clauses, for whichever question they are."""
    for clause in program.clauses:
        for shown in clause.shows:
            if shown.fact is not None or shown.clause in names:
                yield shown
