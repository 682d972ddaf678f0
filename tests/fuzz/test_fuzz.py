"""Whatever is sent in, what comes out is an answer or an error of ours: no traceback, no hang.

The inputs are numbered; a failure names the number, and `examine(number)` makes it again. The
default suite tries a few thousand; `-m long` tries a million, in parts that run side by side.
"""

import time
from datetime import date
from pathlib import Path

import pytest

import peerpolicy as pp
from peerpolicy.check.program import check as check_program
from peerpolicy.facts.files import parse_json
from peerpolicy.ir.versions import has_rules_on
from peerpolicy.library import check_source, decode_source
from peerpolicy.source import Source
from tests.fuzz import hostile
from tests.shipped import loaded

DAY = date(2026, 11, 23)
PROGRAMS = sorted(
    path.relative_to(hostile.POLICIES).as_posix().removesuffix(".facts.json")
    for path in hostile.POLICIES.rglob("*.facts.json")
)
PART, PARTS = 20_000, 50
SECONDS = 5
"""Far more than any input takes, and far less than a hang."""


def check_text(dice):
    return check(Source("hostile.policy", hostile.policy_text(dice)))


def check_bytes(dice):
    return check(decode_source(hostile.policy_bytes(dice), "hostile.policy"))


def check_whole(dice):
    source, find = hostile.program_and_words(dice)
    return check(source, find)


def check(source, find=None):
    """Check a policy, put every message into words, and ask what can be asked."""
    program, found = check_source(source) if find is None else check_program(source, find)
    for each in found:
        assert each.code.startswith("PP")
        assert each.source is None or 0 <= each.span.start <= each.span.end <= len(each.source.text)
        each.render()
    if program is None:
        assert found or "vocabulary" in source.text, "nothing was loaded and nothing was said"
        return "refused"
    policy = pp.Policy(program)
    policy.check_examples()
    for question in policy.questions:
        if has_rules_on(program, question.id, DAY):
            policy.decide({}, as_of=DAY, question=question.id).text()
    return "loaded"


def read_text(dice):
    program = dice.choice(PROGRAMS)
    return decide(dice, program, parse_json(hostile.facts_text(dice, program), "facts.json"))


def read_data(dice):
    program = dice.choice(PROGRAMS)
    return decide(dice, program, hostile.facts_data(dice, program))


def decide(dice, program, facts):
    """Ask one clause, and now and then a whole question with everything it can say."""
    policy = loaded(program)
    if dice.random() < 0.9:
        dice.choice(policy.requirements).evaluate(facts, as_of=DAY)
        return "evaluated"
    question = dice.choice(policy.questions)
    decision = policy.decide(facts, as_of=DAY, question=question.id)
    decision.text()
    decision.needs()
    masked = str(decision.to_dict())
    assert hostile.MARK not in masked
    return "decided"


KINDS = (
    *(check_text, check_text, check_bytes, check_bytes, check_whole, check_whole, check_whole),
    *(read_text, read_text, read_data, read_data, read_data),
)


def examine(number):
    """Try one input. Out: what became of it. Errors: AssertionError where something is wrong."""
    dice = hostile.dice_of(number)
    kind = dice.choice(KINDS)
    began = time.process_time()
    try:
        came = kind(dice)
    except (pp.PolicyError, pp.FactsError, pp.NotInForceError) as refused:
        assert hostile.MARK not in str(refused), f"input {number} is repeated in a message"
        came = "refused"
    except Exception as error:
        raise AssertionError(f"input {number} ({kind.__name__}): {error!r}") from error
    took = time.process_time() - began
    assert took < SECONDS, f"input {number} ({kind.__name__}) took {took:.1f} s"
    return f"{kind.__name__}: {came}"


@pytest.mark.filterwarnings("ignore::peerpolicy.NearMissWarning")
@pytest.mark.parametrize("part", range(4))
def test_hostile_input_is_refused_or_answered(part):
    came = {examine(number) for number in range(part * 500, part * 500 + 500)}
    assert {"check_text: refused", "read_data: refused", "read_data: evaluated"} <= came
    assert {"check_whole: refused", "check_whole: loaded"} <= came


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::peerpolicy.NearMissWarning")
@pytest.mark.parametrize("part", range(PARTS))
def test_a_million_hostile_inputs(part):
    for number in range(10**6 + part * PART, 10**6 + (part + 1) * PART):
        examine(number)


# ---------------------------------------------------------------- size


def timed(text):
    """Return how many seconds a check takes, the better of two, and what it found."""
    best, found = float("inf"), ()
    for _ in range(2):
        began = time.perf_counter()
        _, found = check_source(Source("wide.policy", text))
        best = min(best, time.perf_counter() - began)
    return best, len(found)


def many_clauses(number):
    """A program of `number` clauses, five lines each."""
    clause = (
        'require rule_{0}:\n  for hire\n  cite manual "{0}"\n  at least {0} hours of course\n\n'
    )
    head = (Path(__file__).parent / "wide.policy").read_text(encoding="utf-8")
    return head + "".join(clause.format(each) for each in range(1, number + 1))


def test_ten_thousand_lines_are_checked_in_linear_time():
    small, large = many_clauses(200), many_clauses(2000)
    assert large.count("\n") > 10_000
    (short, _), (long, found) = timed(small), timed(large)
    assert found == 0
    assert long < short * 10 * 2.5, f"ten times the lines take {long / short:.0f} times as long"


def test_every_fault_of_a_long_file_is_reported_in_linear_time():
    small, large = (many_clauses(n).replace("at least", "at laest") for n in (40, 400))
    (short, few), (long, many) = timed(small), timed(large)
    assert (few, many) == (40, 400)
    assert long < short * 10 * 2.5, f"ten times the faults take {long / short:.0f} times as long"
