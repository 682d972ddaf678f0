"""Cases worked by hand from a source text: what they are made of, and how they are run."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from peerpolicy.ir.terms import parts
from peerpolicy.outcome import FindingOutcome
from peerpolicy.source import Place
from peerpolicy.truth import Outcome
from tests.policies.words import DAY, LEFT_OUT


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case: the ids of the clauses it tests, what is said, what must come out, and why."""

    ids: str
    question: str
    facts: dict
    expected: dict
    why: str
    on: date = field(default=DAY)

    @property
    def name(self):
        return f"{self.ids}: {self.why}"


def asking(question, facts, entity=None):
    """What makes the cases of one question: from these facts, some of them changed in each."""

    def case(ids, why, expected, on=DAY, **changes):
        new = changed(facts, entity, **changes)
        return Case(ids=ids, question=question, facts=new, expected=expected, why=why, on=on)

    return case


def changed(facts, entity=None, /, **changes):
    """Copy facts with some keys replaced: `peer__has_email=False`; `LEFT_OUT` takes one away.

    Where an entity is named, a key without a path is one of its own.
    """
    new = copy.deepcopy(facts)
    for key, value in changes.items():
        path = key if entity is None or "__" in key else f"{entity}__{key}"
        *folders, last = path.split("__")
        place = new
        for each in folders:
            place = place.setdefault(each, {})
        if value is LEFT_OUT:
            place.pop(last, None)
        else:
            place[last] = copy.deepcopy(value)
    return new


def listed(*entries, **said):
    """A complete list of records; `through="2026-11-23"` limits how far it is complete."""
    through = said.pop("through", None)
    end = {"complete": True} if through is None else {"complete_through": through}
    return {"entries": list(entries), **end, **said}


def rule(*topics, **said):
    """A rule of a program that is itself described as facts."""
    row = {"described_on": "2026-11-23", "clause": "a_rule", "force": "must", "is_settled": True}
    return {**row, "topics": list(topics), **said}


def outcomes(policy, case):
    """Decide a case; out: for each name that it expects, what came out."""
    decision = policy.decide(case.facts, as_of=case.on, question=case.question)
    return {
        name: said(decision.outcome if name == case.question else decision.finding(name).outcome)
        for name in case.expected
    }


def said(outcome):
    assert isinstance(outcome, Outcome | FindingOutcome)
    return outcome.value


def numbers(policy):
    """Every number that a clause of the policy compares with."""
    return {
        number
        for clause in policy.program.clauses
        for each in parts(clause.condition)
        if not isinstance(each, Place)
        for name in type(each).__slots__
        if isinstance(number := getattr(each, name, None), int | Fraction)
        and not isinstance(number, bool)
    }


def causes(finding):
    return {reason.cause for reason in finding.unknown_because}


def places(finding):
    return {locator for citation in finding.citation for locator in citation.locators}
