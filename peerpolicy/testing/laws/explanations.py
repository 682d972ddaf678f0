"""Laws about the ways to ask and about what an answer says of itself.

What it is for: every evaluator gives the same answer, and no answer comes without its reasons. May
import: everything of lower rank, and the other laws. What stays true: what is demanded of a finding
holds for every finding of the shipped policies.
"""

from __future__ import annotations

from peerpolicy.explain.findings import Finding
from peerpolicy.explain.traces import walk
from peerpolicy.facts.reader import read
from peerpolicy.ir.terms import Paper, parts
from peerpolicy.outcome import FindingOutcome
from peerpolicy.policy import Policy
from peerpolicy.testing.answers import BACK_ENDS, Asked, everything
from peerpolicy.testing.laws.statements import Draw, Facts, hold


def agrees_everywhere(ask: Asked, facts: Facts, draw: Draw) -> None:
    """Law 10: each evaluator, the decision, and each requirement alone give the same answer."""
    law = "law 10, every way to ask gives the same answer"
    policy, name = Policy(ask.program), ask.question.id
    trace = ask.trace(facts, draw.as_of)
    for back_end in sorted(BACK_ENDS):
        other = Asked.of(ask.program, name, back_end).trace(facts, draw.as_of)
        hold(everything(other) == everything(trace), law, back_end)
    known = read(ask.program.schema, facts)
    hold(ask.compiled.verdict(known, draw.as_of) is trace.outcome, law, "generated code")
    told = ask.compiled.status(known, draw.as_of)
    hold(told.tells(trace), law, "generated code, clause by clause")
    decided = policy.decide(facts, as_of=draw.as_of, question=name)
    hold(decided.outcome is trace.outcome, law, "the decision")
    for clause in trace.clauses:
        ways = [decided.finding(clause.clause)]
        requirement = policy.requirement(clause.clause)
        if name in requirement.questions:  # not one that an answer brings along
            ways.append(requirement.evaluate(facts, as_of=draw.as_of, question=name))
        for each in ways:
            same = (each.applies, each.holds) == (clause.applies, clause.holds)
            hold(same, law, clause.clause)


def is_explained(ask: Asked, facts: Facts, draw: Draw) -> None:
    """Every finding has words, a place and a citation; what is settled says what was seen."""
    papers = {term.text for term in parts(ask.program.clauses) if isinstance(term, Paper)}
    for finding in ask.decision(facts, draw.as_of).findings:
        draw.tally[finding.outcome.value] += 1
        for what in _lacks(finding, papers):
            hold(False, "every answer is explained", finding.id, f"it has no {what}")


def _lacks(finding: Finding, papers: set[str]) -> list[str]:
    terms = list(walk(finding.parts))
    lacks = {
        "words": all(term.text for term in terms),
        "place in a file": finding.span.line > 0,
        "citation": bool(finding.citation),
    }
    if finding.outcome is FindingOutcome.UNKNOWN:
        lacks["reason why it is not known"] = bool(finding.unknown_because)
    if finding.outcome is FindingOutcome.NOT_MET:
        lacks["part that decides"] = bool(finding.deciding)
    for leaf in terms:
        if leaf.text in papers:  # of a paper there is no one value: its parts are what was seen
            continue
        if leaf.required is not None and not leaf.children and not leaf.reasons:
            lacks["value that was seen"] = leaf.observed is not None
    return [what for what, there in lacks.items() if not there]
