"""Saved policies that somebody changed: damaged bytes, or other parts with a right checksum."""

import json
import random
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import peerpolicy as pp
from peerpolicy.check.program import check
from peerpolicy.deciding import FIRST_ANSWERS
from peerpolicy.library import shipped_facts
from peerpolicy.saved import form
from peerpolicy.saved.build import DamagedError, OtherFormError, built
from peerpolicy.saved.read import digest
from peerpolicy.saved.write import written
from peerpolicy.source import Source
from tests.shipped import loaded

DAY = date(2026, 11, 23)
CASES = Path(__file__).parents[1] / "conformance" / "cases"
PROGRAMS = pp.shipped_ids()
CONFORMANCE = tuple(sorted(path.stem for path in CASES.glob("*.toml")))
FIRST_ROW = len(form.CONSTANTS)


@cache
def case_file(name):
    """A file of the conformance suite, which together use every construct."""
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def policy_of(name):
    """A policy by its name: a shipped one, or that of a file of the conformance suite."""
    if name in PROGRAMS:
        return loaded(name)
    words = {
        each: Source(each, text) for each, text in case_file(name).get("vocabularies", {}).items()
    }
    program, _ = check(Source(name, case_file(name)["policy"]), words.get)
    return pp.Policy(program)


@cache
def saved(name):
    """The bytes of a policy that was saved."""
    policy = policy_of(name)
    return written(policy.program, policy.digest)


def facts_for(name):
    """Facts of a policy, with the day judged on."""
    if name in PROGRAMS:
        return [(shipped_facts(name), DAY)]
    return [(case["facts"], case["as_of"]) for case in case_file(name)["case"][:3]]


def parted(data):
    """The head of a file, and its program as the four lists."""
    start, _, rest = data.partition(form.BEFORE_PROGRAM)
    return json.loads(start + b"}"), json.loads(rest.removesuffix(form.AFTER_PROGRAM))


def joined(head, table):
    """A file with this head and program, and the checksum and digest that belong to them."""
    text = json.dumps(table, separators=(",", ":")).encode()
    head = {**head, "content": form.checksum(text)}
    try:
        program = built(table)
        head.update(digest=digest(program), policy=program.id)
    except (DamagedError, OtherFormError, RecursionError):
        pass  # the reader has to find out for itself
    start = json.dumps(head, separators=(",", ":")).encode()
    return start[:-1] + form.BEFORE_PROGRAM + text + form.AFTER_PROGRAM


def with_parts_exchanged(dice, name):
    """A file in which a few places were changed, mostly into ones of the same kind."""
    head, table = parted(saved(name))
    for _ in range(dice.choice((1, 1, 1, 2, 5))):
        _exchange(dice, table)
    return joined(head, table)


def _exchange(dice, table):
    row = dice.choice(table["rows"])
    first = FIRST_ROW + len(table["words"]) + len(table["numbers"])
    before = first + table["rows"].index(row)
    if len(row) < 2 or dice.random() < 0.05:
        row.append(dice.randrange(before))
        return
    at = dice.randrange(1, len(row))
    for _ in range(60):
        new = dice.randrange(before)
        if dice.random() < 0.05 or _kind(table, first, new) == _kind(table, first, row[at]):
            row[at] = new
            return


def _kind(table, first, place):
    """What stands at a place: a constant, a word, a number, or a row of some kind."""
    if place >= first:
        return table["rows"][place - first][0]
    words = FIRST_ROW + len(table["words"])
    return -1 if place < FIRST_ROW else -2 if place < words else -3


def with_bytes_changed(dice, name):
    """A file with some bytes changed, cut off or doubled, and the checksum of before."""
    data = bytearray(saved(name))
    for _ in range(dice.choice((1, 1, 3))):
        at = dice.randrange(len(data))
        match dice.choice(("change", "cut", "drop", "double")):
            case "change":
                data[at] ^= 1 << dice.randrange(8)
            case "cut":
                del data[at:]
            case "drop":
                del data[at : at + dice.choice((1, 5, 100))]
            case "double":
                data[at:at] = data[at : at + dice.choice((1, 5, 100))]
        if not data:
            break
    return bytes(data)


def ask_everything(policy, name, remedies):
    """Ask a policy whatever can be asked of it; only errors of ours may come out."""
    policy.json_schema(), policy.versions, policy.citations, policy.described(as_of=DAY)
    policy.check_examples()
    for facts, day in (("{}", DAY), *facts_for(name)):
        for question in policy.questions:
            for _ in range(FIRST_ANSWERS + 2):
                try:
                    decision = policy.decide(json.loads(facts), as_of=day, question=question.id)
                except (pp.FactsError, pp.NotInForceError):
                    break
            else:
                _read(decision, remedies)


def _read(decision, remedies):
    decision.to_dict("full", remedies=remedies)
    for to in ("staff", "applicant", "auditor"):
        decision.text(to)


def examine(number, make=with_parts_exchanged):
    """Make a file by its number, load it, and ask it everything; say what became of it."""
    from peerpolicy.saved.read import opened

    dice = random.Random(number)
    name = dice.choice(CONFORMANCE if dice.random() < 0.8 else PROGRAMS)
    try:
        program, found = opened(make(dice, name), "forged")
    except pp.PolicyError as error:
        assert [each.code in ("PP711", "PP712", "PP713") for each in error.diagnostics] == [True]
        return error.diagnostics[0].code
    policy = pp.Policy(program, digest=found)
    if policy == policy_of(name):
        return "the same"
    ask_everything(policy, name, remedies=dice.random() < 0.03)
    return "loaded"
