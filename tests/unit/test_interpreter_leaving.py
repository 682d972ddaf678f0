"""The day on which enough has left a window, against asking again on each day that comes."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerpolicy.backends.interpreter import evaluate
from peerpolicy.check.program import check
from peerpolicy.facts.reader import read
from peerpolicy.source import Source
from peerpolicy.truth import Outcome

TEXT = """language 1
program small:
  title "Small"
  calendar days
  decided on claimed

source text:
  title "Text"
  rank rule

calendar days:
  window counts {counts}, assumed

question renew:
  asks "May it be renewed?"
  about driver
  judged on asked_on

entity driver:
  is a person

entry offence:
  of driver
  dated done_on
  counts hours
  sensitivity public

require few:
  cite text "1"
  at most 4 hours of offence in the {length} before asked_on

exclude many:
  cite text "2"
  at least 3 records of offence in the {length} before asked_on
"""
DAY = date(2026, 3, 5)
AHEAD = 75  # days, more than any window below holds
RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "done_on": st.integers(-40, 10).map(lambda n: (DAY + timedelta(n)).isoformat()),
            "hours": st.integers(0, 4),
        }
    ),
    max_size=7,
)


def program_of(counts, length):
    """Check the small program with a convention and a length of its windows."""
    source = Source("small.policy", TEXT.format(counts=counts, length=length))
    program, found = check(source, lambda name: None)
    assert found == ()
    return program


PROGRAMS = {
    (counts, length): program_of(counts, length)
    for counts in ("both end days", "the last day only")
    for length in ("10 days", "2 weeks", "1 month")
}


def met_on(program, facts, day):
    """Return whether each clause is met on a day, and the day of change that it names."""
    traces = evaluate(program, program.questions[0], facts, day).clauses
    return {t.clause: (t.holds is Outcome.MET, t.condition.changes_on) for t in traces}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=[" ".join(key) for key in PROGRAMS])
@settings(max_examples=15, derandomize=True, database=None)
@given(records=RECORDS)
def test_the_day_is_the_first_on_which_it_is_met_as_things_are(program, records):
    sent = {"driver": {"offence": {"entries": records, "complete": True}}}
    facts = read(program.schema, sent)
    now = met_on(program, facts, DAY)
    days = [DAY + timedelta(n) for n in range(1, AHEAD)]
    later = [(day, met_on(program, facts, day)) for day in days]
    for clause, (is_met, named) in now.items():
        first = next((day for day, found in later if found[clause][0]), None)
        assert named == (None if is_met else first), clause


def test_a_long_list_is_asked_about_a_few_times_only(monkeypatch):
    from peerpolicy.backends.interpreter import amounts

    asked = []
    judge = amounts._judge_total
    monkeypatch.setattr(amounts, "_judge_total", lambda s, t: asked.append(1) or judge(s, t))
    program = PROGRAMS["both end days", "1 month"]
    records = [{"done_on": (DAY - timedelta(n % 28)).isoformat(), "hours": 1} for n in range(800)]
    facts = read(program.schema, {"driver": {"offence": {"entries": records, "complete": True}}})
    assert met_on(program, facts, DAY)["few"] == (False, DAY.replace(month=4, day=6))
    assert len(asked) < 20
