"""The digests of a decision: two equal ones were decided from the same rules and facts.

What it is for: `decision_digest` and `facts_digest`, and what of a program a question rests on.
May import: `facts.model`, `ir` and `outcome`. What stays true: a digest covers rules, question,
days, facts and outcomes and no prose; the order of records says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Final

import attrs

from peerpolicy.facts.model import Facts
from peerpolicy.ir.asking import behind
from peerpolicy.ir.canonical import JsonReady, compact, fingerprint_of, text_in_any_order
from peerpolicy.ir.program import Clause, Program, Question, Shown
from peerpolicy.ir.terms import IsListed, Subject, parts
from peerpolicy.outcome import QuestionTrace

SCHEMA_VERSION: Final = 1
"""The version of `Decision.to_dict` and of what the digest covers; fields are only added."""


def rests_on(program: Program, question: str) -> tuple[Clause | Question, ...]:
    """Return the question, with its named answers, and every clause it can rest on. No errors."""
    found = program.question(question)
    return () if found is None else (found, *behind(program, found))


def decision_digest(
    program: Program,
    policy_digest: str,
    trace: QuestionTrace,
    facts: str,
    outcomes: Iterable[tuple[str, str]],
) -> str:
    """Return "sha256:" and the digest of what was decided: rules, question, days, facts, outcomes.

    In: the facts as `facts_used` gives them; `outcomes`, of each finding. No errors.
    """
    form: dict[str, JsonReady] = {
        "schema_version": SCHEMA_VERSION,
        "policy": policy_digest,
        "question": trace.question,
        "as_of": trace.as_of.isoformat(),
        "known_on": program.known_on.isoformat() if program.known_on is not None else None,
        "outcomes": [[name, outcome] for name, outcome in sorted(outcomes)],
        "answers": [[answer.name, answer.outcome.value] for answer in trace.answers],
    }
    texts = {**{key: compact(part) for key, part in form.items()}, "facts": facts}
    return fingerprint_of(_object(texts))


@attrs.frozen
class Read:
    """The names of the subjects and of the registries that a question can rest on."""

    subjects: frozenset[str]
    registries: frozenset[str]


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
    return Read(frozenset(subjects), frozenset(registries))


def facts_used(read: Read, facts: Facts) -> str:
    """Return what a question can rest on, as text whose `fingerprint_of` is the facts' digest.

    All that is said of its subjects and registries, in the normalised form; the order of records
    says nothing. No errors.
    """
    parts = {
        "subjects": _chosen(facts.holders, read.subjects),
        "registries": _chosen(facts.registries, read.registries),
    }
    return _object(parts)


def _papers_for(program: Program, names: set[str]) -> Iterator[Shown]:
    """Yield the papers that show a fact or one of some clauses, for whichever question they are."""
    for clause in program.clauses:
        for shown in clause.shows:
            if shown.fact is not None or shown.clause in names:
                yield shown


def _chosen(known: Mapping[str, object], names: Set[str]) -> str:
    return _object({name: text_in_any_order(known[name]) for name in names if name in known})


def _object(texts: Mapping[str, str]) -> str:
    """Return the compact text of an object from the texts of its parts."""
    return "{" + ",".join(f"{compact(key)}:{texts[key]}" for key in sorted(texts)) + "}"
