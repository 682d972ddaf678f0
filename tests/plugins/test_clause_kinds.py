"""Clause kinds of vocabularies: what their clauses mean, and whose fault it is otherwise."""

import itertools
import json
import time
from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.ir.canonical import digest
from peerpolicy.ir.program import Force
from peerpolicy.library import check_source, expand_source
from peerpolicy.source import Source
from peerpolicy.syntax.parser import parse
from peerpolicy.syntax.printer import format_text
from peerpolicy.testing.laws import LawBroken, LawSuite
from tests.plugins import faulty_kinds
from tests.plugins.conftest import SAMPLE, WORDS, code_with

KIND = """
clause kind checklist:
  reads as require
  lines:
    needs "needs {n: number} of these", once
    item "a star for {what: condition}", at least once
  means by code
"""
PHRASE = """
phrase drove:
  reads "drove {n: quantity} at_night"
  means "at least {n} of practice_at_night"

phrase quiet:
  reads "was_quiet lately"
  means all of:
    "at most 0 points of penalty in the 12 months before asked_on"
    "sees_well_enough"
"""
LICENCE = (SAMPLE / "tests" / "licence.policy").read_text(encoding="utf-8")
SIGHT = """require sight:
  cite rules "section 2"
  sees_well_enough
"""
CARD = """checklist sight:
  cite rules "section 2"
  needs 2 of these
  a star for sees_well_enough
  a star for age is at least 20 years
  a star for at least 6 hours of practice_at_night
"""
GROUP = """at least 2 of:
    sees_well_enough
    age is at least 20 years
    at least 6 hours of practice_at_night
"""
CORE = SIGHT.replace("sees_well_enough\n", GROUP)
ALL = [LICENCE.replace(SIGHT, each) for each in (CARD, CORE)]
numbers = itertools.count()


@pytest.fixture
def offered(installed):
    """Install a distribution whose clause kind a function lowers; return the name of the former."""

    def offer(code="checklist", kind=KIND, name="checklist", offers="driving", words=WORDS):
        distribution = f"kinds-{next(numbers)}"
        module = distribution.replace("-", "_")
        given = "" if code is None else f'"{name}": faulty_kinds.{code}'
        text = code_with(module, "faulty_kinds", clause_kinds=given)
        installed(distribution, text, words=words + kind + PHRASE, offers=offers)
        return distribution

    return offer


@pytest.fixture
def by(offered, monkeypatch):
    """Install a distribution whose clause kind is lowered by the function given here."""

    def by(code, kind=KIND):
        monkeypatch.setattr(faulty_kinds, "given", code, raising=False)
        return offered("given", kind)

    return by


def said_about(text):
    """Everything that is said about a policy."""
    return check_source(Source("licence.policy", text))[1]


def with_card(card, text=LICENCE):
    """The policy with a clause in the place of `sight`."""
    assert SIGHT in text
    return text.replace(SIGHT, card)


def clause(text, name="sight"):
    """The lowered clause of a policy."""
    return pp.loads(text).program.clause(name)


def suite(text, **about):
    """A law suite for a policy, as its author would write it."""
    source = property(lambda self: Source("licence.policy", text))
    return type(
        "TestIt", (LawSuite,), {"_source": source, "policy": "x", "_shrink": False, **about}
    )()


# ---------------------------------------------------------------- what a clause means


def test_a_clause_means_what_its_code_makes_of_the_conditions(offered):
    offered()
    card, core = (pp.loads(text) for text in ALL)
    assert digest(card.program) == digest(core.program)
    assert card.requirement("sight").text == "checklist: needs 2 of these"
    assert card.requirement("sight").kind == "require"


def test_a_finding_shows_the_clause_and_what_each_condition_came_to(offered):
    offered()
    policy = pp.loads(ALL[0])
    facts = {
        "evidence": "shown",
        "driver": {"sees_well_enough": True, "birth_date": "2008-01-01"},
    }
    decision = policy.decide(facts, as_of=date(2026, 11, 23))
    finding = decision.finding("sight")
    assert (finding.outcome.value, finding.text) == ("unknown", "checklist: needs 2 of these")
    line = ALL[0][: ALL[0].index("checklist sight")].count("\n") + 1
    assert finding.parts.place.line == finding.span.line == line
    sees, age, night = finding.parts.children
    assert [part.text for part in finding.parts.children] == [
        "a star for sees_well_enough",
        "a star for age is at least 20 years",
        "a star for at least 6 hours of practice_at_night",
    ]
    assert [part.place.line for part in (sees, age, night)] == [line + 3, line + 4, line + 5]
    assert age.observed.value.show() == "18"
    assert [need.name for need in decision.needs()] == ["practice_at_night", "penalty"]
    assert '"practice_at_night"' in json.dumps(policy.json_schema())
    ways = decision.remedies()
    assert any(step.name == "practice_at_night" for step in ways.plan.steps)


def test_a_saved_policy_needs_neither_the_distribution_nor_its_code(offered, tmp_path, monkeypatch):
    offered()
    policy, saved = pp.loads(ALL[0]), tmp_path / "licence.saved"
    policy.save(saved)

    monkeypatch.setattr(faulty_kinds, "checklist", None)
    again = pp.load_compiled(saved)
    facts = {"evidence": "shown", "driver": {"sees_well_enough": True}}
    decisions = [each.decide(facts, as_of=date(2026, 11, 23)) for each in (policy, again)]
    assert decisions[0].digest == decisions[1].digest
    assert decisions[1].finding("sight").text == "checklist: needs 2 of these"


METADATA = """checklist sight:
  cite rules "section 2"
  for may_drive
  because "somebody must see"
  assumed sees "well enough for what"
  on topic sight
  in force from 2020-01-01
  when drove 1 hour at_night
  unless licence_class is lorry then does not apply
  needs 1 of these
  a star for sees_well_enough
"""


def test_what_every_clause_of_the_kind_it_reads_as_can_say_it_says_too(offered):
    offered()
    core = METADATA.replace("checklist", "require")
    core = core.replace("  needs 1 of these\n", "").replace(
        "a star for sees_well_enough", "at least 1 of:\n    sees_well_enough"
    )
    topics = '\nchoices rule_topics:\n  sight "Sight"\n'
    made, said = (clause(with_card(each) + topics) for each in (METADATA, core))
    assert (made.guard, made.exceptions, made.topics) == (said.guard, said.exceptions, said.topics)
    assert (made.assumptions, made.because) == (said.assumptions, said.because)
    assert (made.in_force, made.citations) == (said.in_force, said.citations)
    assert made.topics == ("sight",)


def test_other_clauses_ask_for_it_make_exceptions_to_it_and_follow_it_as_a_version(offered):
    offered()
    dated = CARD.replace('"section 2"\n', '"section 2"\n  in force through 2025-12-31\n')
    further = """
require sight:
  cite rules "section 2, new"
  in force from 2026-01-01
  sees_well_enough

exception old_hands:
  to sight
  cite rules "section 9"
  age is at least 90 years
  then does not apply

advise again:
  cite rules "section 10"
  sight is met
""".replace("exception old_hands:\n  to sight\n", "exception old_hands to sight:\n")
    policy = pp.loads(with_card(dated) + further)
    assert [v.citation[0].locators for v in policy.requirement("sight").versions] == [
        ("section 2",),
        ("section 2, new",),
    ]
    made = [made.id for c in policy.program.clauses if c.id == "sight" for made in c.exceptions]
    assert "old_hands" in made


@pytest.mark.parametrize(
    ("kind", "further", "outcomes"),
    [
        ("require", "", ["met", "not met", "unknown"]),
        ("advise", "", ["met", "not met", "unknown"]),
        ("permit", "  otherwise not permitted\n", ["met", "not met", "unknown"]),
        ("exclude", "", ["not met", "met", "unknown"]),
    ],
)
def test_a_kind_has_the_effect_of_the_one_it_reads_as(offered, kind, further, outcomes):
    offered(kind=KIND.replace("reads as require", f"reads as {kind}"))
    policy = pp.loads(with_card(CARD + further))
    lowered = policy.program.clause("sight")
    force = {"advise": Force.SHOULD, "permit": Force.MAY}.get(kind, Force.MUST)
    assert (lowered.kind, lowered.force) == (kind, force)
    assert lowered.text == "checklist: needs 2 of these"
    found = []
    for sees, born in ((True, "1990-01-01"), (False, "2020-01-01"), (None, None)):
        driver = {"sees_well_enough": sees, "birth_date": born, "practice_at_night": []}
        driver["practice_at_night"] = {"entries": [], "complete": True}
        facts = {"evidence": "shown", "driver": driver}
        found.append(policy.decide(facts, as_of=date(2026, 11, 23)).finding("sight").outcome.value)
    assert found == outcomes


def test_a_line_ends_with_a_group_or_a_phrase_as_well(offered):
    offered()
    card = CARD.replace(
        "sees_well_enough", "any of:\n    sees_well_enough\n    drove 9 hours at_night"
    )
    card = card.replace("at least 6 hours of practice_at_night", "was_quiet lately")
    policy = pp.loads(with_card(card))
    either, _, quiet = policy.program.clause("sight").condition.items
    assert [item.text for item in either.items] == ["sees_well_enough", "drove 9 hours at_night"]
    assert (either.text, quiet.text) == ("a star for any of", "a star for was_quiet lately")
    assert len(quiet.items) == 2
    expanded = expand_source(Source("licence.policy", with_card(card))).text
    assert "checklist sight:  # by code of `driving`" in expanded
    assert "  a star for all of:\n    at most 0 points of penalty in the 12 months" in expanded
    assert digest(pp.loads(expanded).program) == digest(policy.program)


def test_slots_are_values_with_types_and_each_line_makes_conditions_of_its_own(by):
    kind = KIND.replace(
        "    item",
        '    odd "weighs {f: number} or {q: quantity} by {d: date} in {e: entry}", at most once\n'
        "    item",
    )
    seen = {}

    def look(clause):
        (odd,) = clause.named("odd")
        seen.update(odd.slots, about=clause.about, names=[line.name for line in clause.lines])
        return odd.condition("at least {q} of {e}")

    by(look, kind)
    odd = "  weighs 2.5 or 3 hours by 2026-01-31 in practice_at_night\n"
    lowered = clause(with_card(CARD + odd))
    assert lowered.condition.text == "checklist: needs 2 of these, " + odd.strip()
    assert seen["names"] == ["needs", "item", "item", "item", "odd"]
    assert (seen["f"], seen["d"]) == (Fraction(5, 2), date(2026, 1, 31))
    assert (seen["q"].amount, seen["e"], seen["about"]) == (3, "practice_at_night", "driver")


@pytest.mark.parametrize(
    ("line", "code", "at"),
    [
        ("weighs 2 or 3 hours by 2026-02-31 in penalty", "PP401", "2026-02-31"),
        ("weighs 2 or 3 hours by 2026-01-31 in penalti", "PP201", "penalti"),
        ("weighs 2 or 3 hours by 2026-01-31 in penalty", "PP302", "3 hours"),
    ],
)
def test_what_does_not_fit_a_slot_is_the_authors_and_marked_there(by, line, code, at):
    kind = KIND.replace(
        "    item",
        '    odd "weighs {f: number} or {q: quantity} by {d: date} in {e: entry}", at most once\n'
        "    item",
    )
    by(lambda clause: clause.named("odd")[0].condition("at least {q} of {e}"), kind)
    (said,) = said_about(with_card(f"{CARD}  {line}\n"))
    assert (said.code, said.source.slice(said.span)) == (code, at)
    if code == "PP302":
        assert "in the line `odd` of the clause kind `checklist` of `driving`" in said.message


# ---------------------------------------------------------------- the text


def test_the_formatter_keeps_a_clause_and_its_tree(offered):
    offered()
    untidy = ALL[0].replace("checklist sight:", "checklist   sight , as  driving  says :")
    untidy = untidy.replace("  needs 2", "  needs   2").replace("a star", "a   star")
    source = Source("licence.policy", untidy)
    done = Source("licence.policy", format_text(source))
    assert "checklist sight, as driving says:\n" in done.text
    assert parse(done)[0] == parse(source)[0]
    assert format_text(done) == done.text
    assert parse(Source("x", ALL[0]))[0] != parse(source)[0]
    assert digest(pp.loads(done.text).program) == digest(pp.loads(ALL[0]).program)


def test_two_vocabularies_with_one_kind_are_both_named_and_the_header_chooses(offered):
    one = offered(kind=KIND.replace("reads as require", "reads as advise"))
    other = offered(offers="roads", words='language 1\nvocabulary roads:\n  title "Roads"\n')
    assert one != other
    both = ALL[0].replace("  use driving\n", "  use driving\n  use roads\n")
    (said,) = said_about(both)
    assert said.code == "PP115"
    assert said.message == "`driving` and `roads` both have the clause kind `checklist`"
    assert [label.source.name.split("/")[0] for label in said.labels] == [one, other]
    for name, kind in (("driving", "advise"), ("roads", "require")):
        assert f"`checklist sight, as {name} says:`" in said.help
        chosen = both.replace("checklist sight:", f"checklist sight, as {name} says:")
        assert clause(chosen).kind == kind


def test_a_clause_of_a_kind_is_found_only_where_its_vocabulary_is_used(offered):
    offered()
    assert any(
        each.code == "PP103" and "`checklist` is not a kind of clause" in each.message
        for each in said_about(ALL[0].replace("  use driving\n", ""))
    )


# ---------------------------------------------------------------- faults

FAULTS = {
    "returns_nothing": "it returns a NoneType, and no condition that it made for this clause",
    "returns_a_line": "it returns a PhraseLine, and no condition that it made for this clause",
    "raises": "IndexError: tuple index out of range (in `tests.plugins.faulty_kinds`, line ",
    "asks_for_a_line_that_the_kind_has_not": "KeyError: 'items' (in `tests.plugins.faulty_kinds`",
    "ends_the_program": "it fails with SystemExit: 3",
    "makes_its_own": "TypeError: an item is a FactTest, and no condition that was made here",
    "changes_what_it_was_given": "a condition that is broken: `has_wings` is no fact of `driver`",
    "fills_a_slot_of_a_line": "it fails with KeyError: 'n'",
    "takes_a_condition_for_a_text": "it fails with KeyError: 'what'",
}


@pytest.mark.parametrize(("fault", "why"), FAULTS.items())
def test_faulty_code_is_named_at_the_header_and_raises_nothing(offered, fault, why):
    name = offered(fault)
    (said,) = said_about(ALL[0])
    assert (said.code, said.source.slice(said.span)) == ("PP704", "checklist sight:")
    whose = f"the clause kind `checklist` of the vocabulary `driving` of the distribution `{name}`"
    assert said.message.startswith(f"the code for {whose} is at fault: ")
    assert why in said.message
    with pytest.raises(LawBroken, match="PP704"):
        suite(ALL[0]).test_it_checks_clean()


def test_code_refuses_a_clause_at_a_slot_at_a_line_or_at_its_header(by):
    by(faulty_kinds.checklist)
    (said,) = said_about(ALL[0].replace("needs 2", "needs 9"))
    assert (said.code, said.source.slice(said.span), said.help) == ("PP706", "9", "write 1 to 3")
    assert "says the line `needs` of the clause kind `checklist`" in said.message


def test_a_clause_that_stands_for_too_much_is_refused(by):
    def more(clause):
        term = clause.condition("sees_well_enough")
        while True:
            term = clause.any_of(term, term)

    by(more)
    (said,) = said_about(ALL[0])
    assert (said.code, said.source.slice(said.span)) == ("PP706", "checklist sight:")
    assert "the clause stands for more than 1000 conditions" in said.message


def test_a_kind_without_its_code_is_named_where_it_is_used(offered, tmp_path):
    name = offered(None)
    (said,) = said_about(ALL[0])
    assert (said.code, said.source.slice(said.span)) == ("PP705", "checklist sight:")
    assert said.message.endswith(f"the distribution `{name}`")
    assert said_about(LICENCE) == ()
    (tmp_path / "driving.policy").write_text(WORDS + KIND, encoding="utf-8")
    (beside,) = check_source(Source("licence.policy", ALL[0]), tmp_path)[1]
    assert "a file alone has no code" in beside.help


def test_a_clause_of_many_lines_is_read_in_time_in_proportion(offered):
    offered()
    few, many = (
        with_card(CARD + count * "  a star for sees_well_enough\n  needs 1 of these\n")
        for count in (200, 800)
    )
    said_about(few)
    began = time.process_time()
    assert len(said_about(few)) == 200
    middle = time.process_time()
    assert len(said_about(many)) == 800
    assert time.process_time() - middle < 12 * (middle - began)


def test_conditions_are_looked_at_before_the_code_is_called(by):
    calls = []
    by(lambda clause: calls.append(clause))
    wrong = ALL[0].replace("a star for sees_well_enough", "a star for sees_wel_enough")
    wrong = wrong.replace("needs 2 of these", "needs 2 of thees")
    assert [d.code for d in said_about(wrong)] == ["PP104", "PP201"]
    assert calls == []


# ---------------------------------------------------------------- the laws


def test_the_laws_hold_for_a_clause_of_a_kind(offered):
    offered()
    mine = suite(
        ALL[0].replace("needs 2", "needs 3"), draws=15, more_helps=("driver.practice_at_night",)
    )
    for name in dir(mine):
        if name.startswith("test_"):
            getattr(mine, name)()


BY_LAW = {
    "says_something_else_each_time": "test_reading_again_gives_the_same_rules",
    "takes_the_first_line": "test_law_4_no_order_changes_an_answer",
    "more_is_less": "test_more_never_makes_worse_what_it_helps",
}


@pytest.mark.parametrize(("fault", "law"), BY_LAW.items())
def test_the_law_suite_finds_what_no_clause_shows(offered, fault, law):
    offered(fault)
    # where the rest of the policy does not hide it
    alone = ALL[0].replace("require night:\n", "advise night:\n")
    alone = alone.replace("a star for age is at least 20 years\n  ", "")
    helped = {"more_helps": ("driver.practice_at_night",), "draws": 300}
    with pytest.raises(LawBroken):
        getattr(suite(alone, **helped), law)()


def test_the_law_suite_finds_code_that_belongs_to_no_kind(offered):
    offered(name="checklists")
    with pytest.raises(LawBroken, match=r"each clause kind .*\['checklist', 'checklists'\]"):
        suite(LICENCE).test_each_phrase_by_code_has_its_code()


def test_the_law_suite_finds_a_kind_that_two_vocabularies_claim(offered, tmp_path):
    offered()
    words = 'language 1\nvocabulary roads:\n  title "Roads"\n' + KIND
    (tmp_path / "roads.policy").write_text(words, encoding="utf-8")
    path = tmp_path / "licence.policy"
    both = LICENCE.replace("  use driving\n", "  use driving\n  use roads\n")
    path.write_text(both, encoding="utf-8")
    with pytest.raises(LawBroken, match="`checklist` of `driving` and of `roads`"):
        type("TestIt", (LawSuite,), {"policy": path})().test_no_line_is_two_phrases()


# ---------------------------------------------------------------- whatever an author writes

PIECES = (
    *("needs", "2", "of", "these", "a", "star", "for", "sees_well_enough", "any", "of:", ","),
    *("at", "least", "6", "hours", "practice_at_night", "is", "drove", "at_night", "cite", "when"),
    *("unless", "then", "does", "not", "apply", "rules", '"x"', ":", "2026-01-31", "as", "driving"),
    *("says", "otherwise", "all", "who", "meets", "in", "each", "week", "per", "age", "years"),
)
WHOLE = ("needs 1 of these", "a star for sees_well_enough", 'cite rules "1"', "a star for any of:")
TAILS = ("", ", as driving says", " as driving says", ", as roads says", " to night", ", as says")
KINDS = ("checklist", "checklists", "cheklist", "require", "exception", "any")
pieces = st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map(" ".join)
lines = st.tuples(st.sampled_from(("  ", "  ", "  ", "    ")), st.sampled_from(WHOLE) | pieces)
written = st.tuples(
    st.sampled_from((*KINDS[:1] * 4, *KINDS)),
    st.sampled_from(("", "", *TAILS)),
    st.sampled_from((3, 3, 3, 2, 0)),
    st.lists(lines, max_size=3),
)


def test_whatever_stands_in_a_clause_is_read_or_told_and_printed_once(offered):
    offered()
    seen = Counter()

    @settings(
        max_examples=60, deadline=None, derandomize=True, database=None, phases=(Phase.generate,)
    )
    @given(written)
    def read_or_told(drawn):
        kind, tail, right, body = drawn
        body = [*(("  ", text) for text in WHOLE[:right]), *body]
        card = f"{kind} sight{tail}:\n" + "".join(f"{indent}{text}\n" for indent, text in body)
        source = Source("licence.policy", with_card(card))
        program, found = check_source(source)
        assert (program is None) is bool(found)
        seen["read" if program else "told"] += 1
        if parse(source)[1] == ():
            done = Source(source.name, format_text(source))
            assert parse(done)[0] == parse(source)[0]
            assert format_text(done) == done.text
            seen["printed"] += 1

    read_or_told()
    assert min(seen["read"], seen["told"], seen["printed"]) > 3, seen
