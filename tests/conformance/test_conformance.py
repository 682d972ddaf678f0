"""Every case of the conformance suite, with every back end; README.md describes a case."""

import functools
import json
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from peerpolicy import deciding
from peerpolicy.check.program import check
from peerpolicy.errors import NotInForceError
from peerpolicy.explain.traces import walk
from peerpolicy.outcome import FindingOutcome
from peerpolicy.policy import Policy
from peerpolicy.quantity import Interval, show
from peerpolicy.source import Source
from peerpolicy.truth import Outcome

CASES = Path(__file__).parent / "cases"
NOT_IN_FORCE = "not in force"


def policy_of(file):
    """Check a policy once; a case file must hold one that loads without a warning."""
    return loaded(file["policy"], file["name"], tuple(file.get("vocabularies", {}).items()))


@functools.cache
def loaded(text, name, vocabularies):
    """Check a policy that can use these vocabularies and no others."""
    sources = {each: Source(each, words) for each, words in vocabularies}
    program, diagnostics = check(Source(name, text), sources.get)
    assert program is not None, "\n".join(each.render() for each in diagnostics)
    assert diagnostics == (), "\n".join(each.render() for each in diagnostics)
    return Policy(program)


BACK_ENDS = {"interpreter": sys.maxsize, "codegen": 0}
"""Every back end by its name, with how many first answers are interpreted; a later one joins."""


OWN: dict[tuple[str, str], Policy] = {}
"""A policy for each back end, so that none answers with what another one compiled."""


@pytest.fixture(params=BACK_ENDS)
def evaluate(request, monkeypatch):
    """Decide a case with one of the back ends."""
    monkeypatch.setattr(deciding, "FIRST_ANSWERS", BACK_ENDS[request.param])

    def run(file, case):
        own = OWN.setdefault((request.param, file["name"]), Policy(policy_of(file).program))
        facts, question = json.loads(case["facts"]), case.get("question")
        known_on = case.get("known_on")
        return own.decide(facts, as_of=case["as_of"], question=question, known_on=known_on)

    return run


# ---------------------------------------------------------------- cases as data


CASE_KEYS = {"name", "as_of", "question", "facts", "outcome", "answer", "findings", "needs"} | {
    "answers",
    "blocking",
    "referrals",
    "interpretations",
    "provisional",
    "explains",
    "routes",
    "known_on",
}


def case_files():
    """Every file of cases, by its stem."""
    for path in sorted(CASES.glob("*.toml")):
        yield {"name": path.stem, **tomllib.loads(path.read_text(encoding="utf-8"))}


def all_cases():
    """Every case with its file."""
    for file in case_files():
        for case in file["case"]:
            name = f"{file['name']}: {case['name']}"
            yield pytest.param(file, case, id=name)


# ---------------------------------------------------------------- what a decision says, as text


def amount(interval, unit=""):
    """An interval with its unit, or "none"."""
    return "none" if interval is None else f"{interval.show()} {unit}".strip()


def said(value, unit):
    """What was seen or asked for, as a case writes it."""
    if isinstance(value, Interval):
        return amount(value, unit)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(value)
    return value if isinstance(value, str) else f"{show(value)} {unit}".strip()


def day(value):
    """A date, or "never"."""
    return "never" if value is None else value.isoformat()


def observed(finding):
    """What was seen."""
    seen = finding.observed
    return "none" if seen is None else said(seen.value, seen.unit)


def required(finding):
    """What was asked for."""
    asked = finding.required
    if asked is None:
        return "none"
    bound = said(asked.bound, asked.unit)
    return asked.words if bound is None else f"{asked.words} {bound}"


def period(trace):
    """A completed period."""
    return f"{trace.span.first}: {trace.outcome.value}"


def progress(finding):
    """The running period."""
    running = finding.progress
    if running is None:
        return "none"
    return f"{running.span.first} through {running.span.last}: {running.observed.show()}"


def due_on(finding):
    """The first day on which a periodic line is judged."""
    return day(next((t.due_on for t in walk(finding.parts) if t.due_on), None))


EXPLAINS = {
    "observed": observed,
    "required": required,
    "shortfall": lambda f: amount(f.shortfall),
    "changes_on": lambda f: day(f.changes_on),
    "due_on": due_on,
    "unknown_because": lambda f: sorted({r.cause.value for r in f.unknown_because}),
    "needs": lambda f: sorted({r.need.name for r in f.unknown_because if r.need}),
    "evidence": lambda f: f.evidence.word if f.evidence else "none",
    "periods": lambda f: [period(p) for t in walk(f.parts) for p in t.periods],
    "progress": progress,
    "nearest": lambda f: next((t.nearest for t in walk(f.parts) if t.nearest), "nobody"),
    "conventions": lambda f: sorted(f.conventions),
    "provisional": lambda f: f.provisional,
    "exceptions": lambda f: [f"{e.id}: {e.outcome.value}, {e.effect}" for e in f.exceptions],
    "satisfied_by": lambda f: f.satisfied_by or "nobody",
    "version": lambda f: f.version.days.show() if f.version else "not known",
    "cites": lambda f: [c.show() for c in f.citation],
    "not_in_force": lambda f: f.not_in_force,
    "contributes": lambda f: f.contributes,
}
"""What a finding says, by the keys of a case."""

LIMITS = {
    "requested": lambda x: amount(x.requested, x.unit),
    "used": lambda x: amount(x.used, x.unit),
    "allowed": lambda x: amount(x.allowed, x.unit),
    "excess": lambda x: amount(x.excess, x.unit),
    "lines": lambda x: [
        f"{line.day}: {line.allowed.show()} of {line.requested.show()}" for line in x.lines
    ],
    "unlocked_by": lambda x: x.unlocked_by.giver if x.unlocked_by else "nobody",
}
"""What a limit says, by the keys of a case."""


def explained(decision, clause, key):
    """What the decision says under a key of `explains`."""
    if key in EXPLAINS:
        return EXPLAINS[key](decision.finding(clause))
    limits = [each for each in decision.limits if each.id == clause]
    return LIMITS[key](limits[0]) if limits else "no limit"


def expected(case):
    """What a case says of the decision, piece by piece."""
    pieces = {("outcome",): case["outcome"]}
    for key in ("answer", "provisional", "referrals", "interpretations", "blocking", "routes"):
        if key in case:
            pieces[(key,)] = case[key]
    for name, outcome in case.get("answers", {}).items():
        pieces["answers", name] = outcome
    for clause, outcome in case.get("findings", {}).items():
        pieces["findings", clause] = outcome
    for clause, fields in case.get("explains", {}).items():
        for key, value in fields.items():
            pieces["explains", clause, key] = value
    return pieces


def found(decision, piece):
    """What the decision says of one piece."""
    match piece:
        case ("outcome",):
            return decision.outcome.value
        case ("answer",):
            if decision.answers:
                return getattr(decision.answer, "value", decision.answer)
            return amount(decision.answer, decision.answer_unit)
        case ("answers", name):
            return next(each.outcome.value for each in decision.answers if each.name == name)
        case ("provisional",):
            return decision.provisional
        case ("referrals",):
            return sorted({each.who for each in decision.referrals})
        case ("interpretations",):
            return sorted(each.id for each in decision.interpretations)
        case ("blocking",):
            return [each.id for each in decision.blocking]
        case ("routes",):
            return [f"{r.pathway or 'ordinary'}: {r.outcome.value}" for r in decision.routes]
        case ("findings", clause):
            return decision.finding(clause).outcome.value
        case ("explains", clause, key):
            return explained(decision, clause, key)
    raise AssertionError(piece)


@pytest.mark.parametrize(("file", "case"), list(all_cases()))
def test_a_case_is_decided_as_worked_out_by_hand(evaluate, file, case):
    if case["outcome"] == NOT_IN_FORCE:
        with pytest.raises(NotInForceError):
            evaluate(file, case)
        return
    decision = evaluate(file, case)
    wanted = expected(case)
    assert {piece: found(decision, piece) for piece in wanted} == wanted
    assert set(case.get("needs", [])) <= {ask.name for ask in decision.needs()}


@pytest.mark.parametrize("file", list(case_files()), ids=lambda file: file["name"])
def test_a_file_of_cases_has_the_keys_that_are_described(file):
    assert set(file) - {"vocabularies"} == {"name", "policy", "case"}
    names = [case["name"] for case in file["case"]]
    assert len(names) == len(set(names))
    findings = {outcome.value for outcome in FindingOutcome}
    for case in file["case"]:
        assert set(case) <= CASE_KEYS, case["name"]
        assert {"name", "as_of", "facts", "outcome"} <= set(case), case["name"]
        assert case["outcome"] in {NOT_IN_FORCE, *(outcome.value for outcome in Outcome)}
        assert set(case.get("findings", {}).values()) <= findings
        keys = {key for fields in case.get("explains", {}).values() for key in fields}
        assert keys <= {*EXPLAINS, *LIMITS}, case["name"]


@pytest.mark.parametrize(
    "file",
    [pytest.param(f, id=f["name"]) for f in case_files()],
)
def test_a_policy_of_the_suite_loads(file):
    assert policy_of(file).questions
