"""The code generator: it says what the interpreter says, and its code holds nothing of a policy."""

import ast
import copy
import pickle
import subprocess
import sys
import traceback
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.backends import codegen
from peerpolicy.backends.codegen.compiled import trees
from peerpolicy.backends.codegen.nodes import NODES
from peerpolicy.backends.codegen.writer import ARGUMENTS
from peerpolicy.backends.interpreter import KERNELS, evaluate
from peerpolicy.check.program import check
from peerpolicy.evolving import evolve
from peerpolicy.facts.model import Datum, Facts
from peerpolicy.facts.reader import read
from peerpolicy.source import Source
from peerpolicy.testing import facts_for, near_boundary, programs
from peerpolicy.testing.strategies import first_day
from peerpolicy.truth import Outcome
from tests.shipped import loaded

DAY = date(2026, 11, 23)
WORK_A = Path(__file__).parents[1] / "missing_facts" / "work_a.policy"

RULES = """\
language 1
program rules:
  title "Rules"
  calendar days
  decided on verified

source s:
  title "Source"
  rank guidance

calendar days:
  leap day birthday falls on march 1, assumed

question q:
  asks "Is it so?"
  about peer
  judged on judged_on

entity peer:
  is a person

choices levels:
  low "low"
  high "high"

fact birth_date:
  of peer
  is a date
  sensitivity personal

fact age:
  of peer
  is completed years since birth_date
  sensitivity personal

fact hours_done:
  of peer
  is in hours
  sensitivity personal

fact level:
  of peer
  is one of levels
  sensitivity personal

fact barred:
  of peer
  is yes or no
  sensitivity personal

fact excused:
  of peer
  is yes or no
  sensitivity personal

fact asked_on:
  of peer
  is a date
  sensitivity personal

require old_enough:
  for q
  cite s "1"
  age is at least 18 years

define in_time:
  at least 2 of:
    asked_on is on or before judged_on
    level is one of low, high
    excused

require enough:
  for q
  cite s "2"
  when level is high
  unless excused then does not apply
  any of:
    hours_done is from 10 hours through 20 hours
    in_time

exclude no_bar:
  for q
  cite s "3"
  barred
"""


def program_of(text):
    """Check a text that is right."""
    program, found = check(Source("rules.policy", text), lambda vocabulary: None)
    assert program is not None, [each.render() for each in found]
    return program


def compile_question(program, question):
    """Compile a question; the interpreter answers what is left to it."""
    return codegen.compile_question(program, question, KERNELS)


def assert_agrees(made, facts, day):
    """Both evaluators say the same of the question and of each clause."""
    trace = evaluate(made.program, made.question, facts, day)
    found = made.status(facts, day)
    assert tuple(c.clause for c in trace.clauses) == made.clauses
    assert found.tells(trace), (found, trace.clauses)
    assert made.verdict(facts, day) is trace.outcome
    return trace.outcome


def of_work_a():
    """The first work of the comparison with other engines, and its one question."""
    program = program_of(WORK_A.read_text(encoding="utf-8"))
    return program, program.questions[0]


VALUES = st.fixed_dictionaries(
    {},
    optional={
        name: st.one_of(
            st.none(),
            values,
            st.builds(
                lambda value, grade: {"value": value, "evidence": grade},
                values,
                st.sampled_from(["claimed", "shown", "verified"]),
            ),
        )
        for name, values in {
            "birth_date": st.sampled_from(["1990-02-28", "2008-11-23", "2008-11-24"]),
            "hours_done": st.sampled_from([0, 9, 10, 15, 20, 21]),
            "level": st.sampled_from(["low", "high"]),
            "barred": st.booleans(),
            "excused": st.booleans(),
            "asked_on": st.sampled_from(["2026-11-22", "2026-11-23", "2026-11-24"]),
        }.items()
    },
)


@settings(max_examples=250, derandomize=True, database=None)
@given(peer=VALUES, verified=st.booleans())
def test_it_agrees_with_the_interpreter_on_groups_guards_and_evidence(peer, verified):
    sent = {"peer": peer, **({"evidence": "verified"} if verified else {})}
    assert_agrees(RULES_COMPILED, read(RULES_PROGRAM.schema, sent), DAY)


RULES_PROGRAM = program_of(RULES)
RULES_COMPILED = compile_question(RULES_PROGRAM, RULES_PROGRAM.questions[0])


def test_it_gives_each_of_the_three_answers():
    made = RULES_COMPILED
    good = {"birth_date": "1990-01-01", "level": "low", "barred": False}
    cases = {Outcome.MET: good, Outcome.NOT_MET: {**good, "barred": True}, Outcome.UNKNOWN: {}}
    for expected, peer in cases.items():
        facts = read(RULES_PROGRAM.schema, {"evidence": "verified", "peer": peer})
        assert assert_agrees(made, facts, DAY) is expected
    # a claim that holds is not enough, a claim that fails is
    claims = read(RULES_PROGRAM.schema, {"peer": good})
    assert assert_agrees(made, claims, DAY) is Outcome.UNKNOWN
    failing = read(RULES_PROGRAM.schema, {"peer": {**good, "barred": True}})
    assert assert_agrees(made, failing, DAY) is Outcome.NOT_MET


DAYS = (DAY, date(2026, 12, 1), date(2027, 3, 1), date(2028, 2, 29), date(2020, 1, 31))


def over_programs(examples, cases):
    """Compare both evaluators on generated programs, each with some cases; count the outcomes."""
    count = Counter()

    @settings(max_examples=examples, derandomize=examples < 10_000, database=None)
    @given(data=st.data())
    def agrees(data):
        program = program_of(data.draw(programs()))
        question = data.draw(st.sampled_from(program.questions))
        made, day = compile_question(program, question), data.draw(st.sampled_from(DAYS))
        assert_known_nodes(program, question, day)
        for kind in (facts_for, near_boundary):
            drawn = kind(program, question.id, as_of=day)
            for _ in range(cases // 2):
                facts = read(program.schema, data.draw(drawn))
                count[assert_agrees(made, facts, day)] += 1

    agrees()
    return count


@pytest.mark.parametrize(
    ("examples", "cases"),
    [
        pytest.param(100, 20, id="default"),
        pytest.param(20_000, 10, id="long", marks=pytest.mark.long),
    ],
)
def test_it_agrees_with_the_interpreter_on_generated_programs(examples, cases):
    count = over_programs(examples, cases)
    for outcome in Outcome:
        assert count[outcome] * 20 >= count.total(), count


SHIPPED = [name for name in pp.shipped_ids() if name.startswith("us/")]


@pytest.mark.parametrize(
    "examples",
    [pytest.param(4, id="default"), pytest.param(1_500, id="long", marks=pytest.mark.long)],
)
@pytest.mark.parametrize("name", SHIPPED)
def test_it_agrees_with_the_interpreter_on_every_shipped_question(name, examples):
    program = loaded(name).program
    for question in program.questions:
        made, day = compile_question(program, question), first_day(program, question.id)
        assert_known_nodes(program, question, day)
        over_facts(examples, made, day)


def over_facts(examples, made, day):
    """Compare both evaluators on facts for one question, about a day."""
    program, name = made.program, made.question.id
    partial, close = (kind(program, name, as_of=day) for kind in (facts_for, near_boundary))

    @settings(max_examples=examples, derandomize=examples < 1_000, database=None)
    @given(sent=st.one_of(partial, close), shift=st.sampled_from([-400, 0, 0, 0, 400]))
    def agrees(sent, shift):
        assert_agrees(made, read(program.schema, sent), day + timedelta(days=shift))

    agrees()


@pytest.mark.parametrize("name", SHIPPED)
def test_it_agrees_on_every_worked_case_before_in_and_after_the_days_of_the_program(name):
    program = loaded(name).program
    made = {q.id: compile_question(program, q) for q in program.questions}
    found = set()
    for example in program.examples:
        facts = read(program.schema, example.facts)
        for day in (date(1990, 1, 1), example.as_of, date(2040, 1, 1)):
            found.add(assert_agrees(made[example.question], facts, day))
    assert Outcome.UNKNOWN in found
    assert len(found) > 1


JUDGED = """
judge is_fit:
  for q
  cite s "4"
  "fit for it"
  attested by agency once

exclude no_bar:
  for q
  cite s "3"
  barred

exception leave to no_bar:
  cite s "5"
  granted by agency{how}
  then does not bar
"""

ATTESTED = st.fixed_dictionaries(
    {
        "by": st.sampled_from(["agency", "department"]),
        "on": st.sampled_from(["2026-11-22", "2026-11-23", "2026-11-24"]),
    },
    optional={"through": st.sampled_from(["2026-11-24", "2026-11-25"])},
)


@given(
    word=ATTESTED,
    value=st.booleans(),
    grade=st.sampled_from(["claimed", "shown", "verified"]),
    written=st.booleans(),
)
def test_it_agrees_on_who_attested_what_when_and_how(word, value, grade, written):
    head = RULES[: RULES.index("require old_enough")]
    program = program_of(head + JUDGED.format(how=" in writing" if written else ""))
    said = {"attested": word, "value": value, "evidence": grade}
    barred = {"value": True, "evidence": "verified"}
    sent = {"peer": {"is_fit": said, "leave": said, "barred": barred}}
    made = compile_question(program, program.questions[0])
    for day in (DAY, date(2026, 11, 25)):
        assert_agrees(made, read(program.schema, sent), day)


# ---------------------------------------------------------------- what the code holds


PLANNED = """language 1
program planned:
  title "Planned"
  decided on claimed

source s:
  title "Source"
  rank guidance

question q:
  asks "Is it so?"
  about peer
  judged on judged_on

entity peer:
  is a person

fact hired_on:
  of peer
  is a date
  sensitivity personal

fact trained:
  of peer
  is yes or no
  sensitivity personal

fact listed:
  of peer
  is yes or no
  sensitivity personal

question r:
  asks "Is it so?"
  about peer
  judged on judged_on

require training:
  for r
  cite s "1"
  in force through 2025-12-31 by hired_on
  trained

require training:
  for r
  cite s "2"
  in force from 2026-01-01 by hired_on
  status planned
  listed

require ready:
  for q
  cite s "3"
  training is met
"""


@pytest.mark.parametrize("hired_on", [None, "2025-12-31", "2026-01-01"])
@pytest.mark.parametrize("listed", [None, True, False])
def test_it_agrees_on_who_asks_a_clause_of_which_a_text_is_only_planned(listed, hired_on):
    """Who asks whether the clause is met hears the planned text, too; the outcome does not."""
    program = program_of(PLANNED)
    facts = read(
        program.schema, {"peer": {"trained": True, "listed": listed, "hired_on": hired_on}}
    )
    for question in program.questions:
        assert_agrees(compile_question(program, question), facts, DAY)


def assert_known_nodes(program, question, day=DAY):
    """Nothing but the closed list of nodes, generated names and small constants."""
    for tree in trees(program, question, KERNELS, day):
        for node in ast.walk(tree):
            assert isinstance(node, NODES), type(node)
            if isinstance(node, ast.Name | ast.arg):
                word = node.id if isinstance(node, ast.Name) else node.arg
                assert word in ARGUMENTS or (word[0] in "kt" and word[1:].isdigit()), word
            if isinstance(node, ast.Constant):
                assert node.value is None or type(node.value) in (bool, int)


def codes_of(made):
    """The byte code of the functions that answer on the day."""
    code, _ = made._on(DAY)
    return [each.__code__ for each in (code.verdict, code.status)]


def test_names_and_texts_of_a_policy_never_stand_in_the_code():
    program, question = of_work_a()
    assert_known_nodes(program, question)
    made = compile_question(program, question)
    for code in codes_of(made):
        assert code.co_names == ()
        assert not any(isinstance(each, str) for each in code.co_consts)


def test_a_line_of_the_code_is_a_line_of_the_policy():
    program, question = of_work_a()
    made = compile_question(program, question)
    lines = {line for _, _, line in codes_of(made)[0].co_lines() if line is not None}
    places = {clause.condition.place.line for clause in program.clauses}
    assert places <= lines
    assert codes_of(made)[0].co_filename == "rules.policy"


def test_a_traceback_ends_at_the_line_of_the_policy():
    """A fault, such as a value that no reader lets through, is found where the rule stands."""
    program, question = of_work_a()
    sound = read(program.schema, {"peer": {"birth_date": "1990-01-01"}}).holders["peer"]
    values = {**sound.values, "training_hours": Datum("thirty", pp.Grade.CLAIMED)}
    facts = Facts({"peer": evolve(sound, values=values)})
    with pytest.raises(TypeError) as caught:
        compile_question(program, question).verdict(facts, DAY)
    frame = traceback.extract_tb(caught.value.__traceback__)[-1]
    line = program.clause("training").condition.place.line
    assert (frame.filename, frame.lineno) == ("rules.policy", line)


def test_many_items_make_no_deep_code():
    facts = "\n\n".join(
        f"fact f{n}:\n  of peer\n  is yes or no\n  sensitivity personal" for n in range(400)
    )
    items = "\n".join(f"    f{n}" for n in range(400))
    head = RULES[: RULES.index("require old_enough")].replace("verified", "claimed")
    head = head.replace(head[head.index("choices levels") :], "")
    head = head.replace("  calendar days\n", "")
    head = head.replace(head[head.index("calendar days:") : head.index("question q")], "")
    text = f'{head}{facts}\n\nrequire all_of_it:\n  for q\n  cite s "1"\n  all of:\n{items}\n'
    program = program_of(text)
    made = compile_question(program, program.questions[0])
    everything = {f"f{n}": True for n in range(400)}
    for peer in (everything, {**everything, "f399": False}, {**everything, "f399": None}):
        assert_agrees(made, read(program.schema, {"peer": peer}), DAY)


def test_it_answers_alike_from_threads_and_as_a_copy():
    program, question = of_work_a()
    made = compile_question(program, question)
    facts = read(program.schema, {"peer": {"training_hours": 3}})
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: made.verdict(facts, DAY), range(50)))
    assert found == {Outcome.NOT_MET}
    again = pickle.loads(pickle.dumps(facts))
    assert again == facts
    assert again.kept == {}
    for each in (copy.copy(facts), copy.deepcopy(facts), again):
        assert copy.copy(made).verdict(each, DAY) is Outcome.NOT_MET


def test_what_is_kept_with_facts_is_right_on_every_day_and_for_every_question():
    program = loaded("us/oh/certified_peer_supporter").program
    made = [compile_question(program, question) for question in program.questions]
    for example in program.examples[::8]:
        facts = read(program.schema, example.facts)
        for day in (example.as_of, *DAYS, example.as_of):
            for each in made:
                assert_agrees(each, facts, day)


SPAWNED = """
import pickle, sys
from datetime import date
import peerpolicy as pp
from peerpolicy import deciding
if __name__ == "__main__":
    deciding.FIRST_ANSWERS = 0
    policy, facts = pickle.load(sys.stdin.buffer)
    print(policy.decide(facts, as_of=date(2026, 11, 23)).outcome.value)
"""


def test_a_policy_and_facts_that_were_asked_answer_alike_in_a_process_of_their_own():
    policy = pp.load(WORK_A)
    facts = policy.read_facts({"peer": {"training_hours": 3}})
    assert policy.decide(facts, as_of=DAY).outcome is Outcome.NOT_MET
    sent = pickle.dumps((policy, facts))
    run = subprocess.run(
        [sys.executable, "-c", SPAWNED], input=sent, capture_output=True, check=True
    )
    assert run.stdout.decode().strip() == "not met"
