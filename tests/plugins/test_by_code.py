"""Phrases that code lowers: what the code may do, and whose fault it is when it does otherwise."""

import itertools
from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.ir.canonical import digest
from peerpolicy.library import check_source, expand_source
from peerpolicy.quantity import Quantity
from peerpolicy.source import Source
from peerpolicy.testing.laws import LawBroken, LawSuite
from tests.plugins import faulty
from tests.plugins.conftest import SAMPLE, WORDS, code_with

PHRASE = """
phrase fit:
  reads "is_fit with {n: number} points"
  means by code
"""
LICENCE = (SAMPLE / "tests" / "licence.policy").read_text(encoding="utf-8")
LINE = "is_fit with 6 points"
FIT = LICENCE.replace("  sees_well_enough\n", f"  {LINE}\n", 1)
numbers = itertools.count()


@pytest.fixture
def offered(installed):
    """Install a distribution whose phrase a function lowers; return the name of the former."""

    def offer(lowering, phrase=PHRASE, name="fit"):
        distribution = f"code-{next(numbers)}"
        module = distribution.replace("-", "_")
        given = "" if lowering is None else f'"{name}": faulty.{lowering}'
        text = code_with(module, "faulty", (1, 1), lowerings=given)
        installed(distribution, text, words=WORDS + phrase)
        return distribution

    return offer


@pytest.fixture
def by(offered, monkeypatch):
    """Install a distribution whose phrase is lowered by the function given here."""

    def by(lowering, phrase=PHRASE):
        monkeypatch.setattr(faulty, "given", lowering, raising=False)
        return offered("given", phrase)

    return by


def said_about(text=FIT):
    """Everything that is said about a policy."""
    return check_source(Source("licence.policy", text))[1]


def suite(text=FIT, **about):
    """A law suite for a policy, as its author would write it."""
    source = property(lambda self: Source("licence.policy", text))
    return type(
        "TestIt", (LawSuite,), {"_source": source, "policy": "x", "_shrink": False, **about}
    )()


# ---------------------------------------------------------------- what it stands for


def test_code_makes_a_condition_of_core_text_and_groups(offered):
    offered("fit")
    policy = pp.loads(FIT)
    facts = {
        "evidence": "shown",
        "driver": {"practice_at_night": [{"driven_on": "2026-09-01", "hours": 7}]},
    }
    finding = policy.decide(facts, as_of=date(2026, 11, 23)).finding("sight")
    assert (finding.outcome.value, finding.text) == ("met", LINE)
    practice, few = finding.parts.children
    assert practice.text == "at least 6 hours of practice_at_night"
    assert (practice.observed.value.show(), practice.required.bound) == ("7 or more", 6)
    assert few.text == "at most 7 points of penalty in the 24 months before asked_on"
    places = {(part.place.file, part.place.line) for part in (finding.parts, practice, few)}
    assert places == {("<text>", FIT[: FIT.index(LINE)].count("\n") + 1)}


def test_it_stands_where_one_condition_stands_and_means_the_same_in_a_group(offered):
    offered("fit")
    group = f"all of:\n    sees_well_enough\n    {LINE}"
    one = pp.loads(FIT.replace(LINE, group))
    define = f"\ndefine fit:\n  {LINE}\n"
    other = pp.loads(FIT.replace(LINE, group.replace(LINE, "fit")) + define)
    (item,) = (c.condition.items[1] for c in one.program.clauses if c.id == "sight")
    (named,) = (c.condition.items[1].item for c in other.program.clauses if c.id == "sight")
    assert item == named


SLOTS = """
phrase fit:
  reads "has {n: number} or {q: quantity} by {d: date} in {e: entry} as {c: one of licence_classes}"
  means by code
"""


def test_slots_are_values_with_types(by):
    seen = {}

    def look(line):
        seen.update(line.slots, about=line.about, words={f.name for f in line.schema.facts})
        return line.condition("at least {q} of {e}")

    by(look, SLOTS)
    line = "has 2.5 or 3 hours by 2026-01-31 in practice_at_night as car"
    policy = pp.loads(FIT.replace(LINE, line))
    assert policy.requirement("sight").text == line
    assert seen.pop("words") == {"birth_date", "licence_class", "sees_well_enough"}
    assert seen == {
        "n": Fraction(5, 2),
        "q": Quantity(3, "hours"),
        "d": date(2026, 1, 31),
        "e": "practice_at_night",
        "c": "car",
        "about": "driver",
    }


@pytest.mark.parametrize(
    ("line", "code", "at"),
    [
        ("2.5 or 3 hours by 2026-02-31 in penalty as car", "PP401", "2026-02-31"),
        ("2.5 or 3 hours by 2026-01-31 in penalti as car", "PP201", "penalti"),
        ("2.5 or 3 hours by 2026-01-31 in penalty as bus", "PP303", "bus"),
        ("2.5 or 3 hours by 2026-01-31 in penalty as car", "PP302", "3 hours"),
    ],
)
def test_what_does_not_fit_a_slot_is_the_authors_and_marked_there(by, line, code, at):
    by(lambda line: line.condition("at least {q} of {e}"), SLOTS)
    (said,) = said_about(FIT.replace(LINE, f"has {line}"))
    assert (said.code, said.source.slice(said.span)) == (code, at)


def test_every_group_and_a_group_of_core_text(by):
    def every(line):
        yes, age = line.condition("sees_well_enough"), line.condition("age is at least 20 years")
        both = line.condition("all of:", "sees_well_enough", "age is at least {n} years")
        return line.at_least(2, line.all_of(yes, age), line.none_of(age), line.any_of(both), yes)

    by(every)
    decide = pp.loads(FIT).decide
    cases = ((True, "1990-01-01", "met"), (False, None, "not met"), (None, None, "unknown"))
    for sees, born, outcome in cases:
        driver = {"sees_well_enough": sees, "birth_date": born}
        facts = {"evidence": "shown", "driver": driver}
        found = decide(facts, as_of=date(2026, 11, 23)).finding("sight")
        assert found.outcome.value == outcome


def test_a_line_is_refused_in_the_words_of_the_code(by):
    name = by(lambda line: line.refuse("six is too many", "write 5 at most", slot="n"))
    (said,) = said_about()
    assert (said.code, said.source.slice(said.span), said.help) == ("PP706", "6", "write 5 at most")
    whose = f"the phrase `fit` of the vocabulary `driving` of the distribution `{name}`"
    assert said.message == f"six is too many, says {whose}"


def test_a_line_that_stands_for_too_much_is_refused(by):
    def more(line):
        term = line.condition("sees_well_enough")
        while True:
            term = line.any_of(term, term)

    by(more)
    (said,) = said_about()
    assert (said.code, said.source.slice(said.span)) == ("PP706", LINE)
    assert "more than 1000 conditions" in said.message


def test_the_text_without_phrases_keeps_the_line_and_says_why(offered):
    offered("fit")
    text = FIT.replace(f"  {LINE}\n", f"  {LINE}  # as ever  \n")
    shown = expand_source(Source("licence.policy", text)).text
    text_shown = text.replace("# as ever  \n", "# as ever; by code of `driving`\n")
    assert shown == text_shown.replace("has driven 10 hours", "at least 10 hours")
    assert digest(pp.loads(shown).program) == digest(pp.loads(text).program)


# ---------------------------------------------------------------- faults


FAULTS = {
    "returns_nothing": "it returns a NoneType, and no condition that it made for this line",
    "returns_a_truth": "it returns a bool, and no condition that it made for this line",
    "raises": "it fails with KeyError: 6",
    "ends_the_program": "it fails with SystemExit: 3",
    "fails_where_it_fails": "it fails with Mute (in `tests.plugins.faulty`, line ",
    "takes_no_line": "it fails with TypeError: takes_no_line() takes 0 positional arguments",
    "makes_its_own_term": "it returns a FactTest, and no condition that it made for this line",
    "puts_its_own_term_into_a_group": "TypeError: an item is a FactTest, and no condition that was",
    "changes_what_it_was_given": "a condition that is broken: `has_wings` is no fact of `driver`",
    "puts_junk_into_what_it_was_given": "that is broken: a float is no part of a term",
    "says_nothing": "ValueError: a condition has words",
    "puts_items_under_a_condition": "ValueError: `sees_well_enough` opens no group, and has items",
    "puts_items_under_a_total": "including:` opens no group",
    "joins_nothing": "ValueError: a group has at least one item",
    "asks_for_more_than_there_are": "ValueError: at least 3 of 1 items makes no sense",
    "fills_a_slot_that_is_not_there": "it fails with KeyError: 'm'",
    "fails_where_it_is_used": "it returns a NoneType, and no condition that it made for this line",
}


@pytest.mark.parametrize(("fault", "why"), FAULTS.items())
def test_faulty_code_is_named_at_the_line_and_raises_nothing(offered, fault, why):
    name = offered(fault)
    (said,) = said_about()
    assert (said.code, said.source.slice(said.span)) == ("PP704", LINE)
    whose = f"the phrase `fit` of the vocabulary `driving` of the distribution `{name}`"
    assert said.message.startswith(f"the code for {whose} is at fault: ")
    assert why in said.message
    with pytest.raises(LawBroken, match="PP704"):
        suite().test_it_checks_clean()


def test_a_condition_of_another_line_is_not_taken(offered):
    faulty.kept.clear()
    offered("hands_out_what_it_kept")
    twice = FIT.replace("  age is at least 18 years\n", f"  {LINE}\n")
    (said,) = said_about(twice)
    assert said.code == "PP704"
    assert said.source.place(said.span).line > twice[: twice.index(LINE)].count("\n") + 1


def test_core_text_that_does_not_fit_names_the_distribution(offered):
    name = offered("swallows_what_is_wrong")
    (said,) = said_about()
    assert (said.code, said.source.slice(said.span)) == ("PP201", LINE)
    assert said.message.endswith(f"in the phrase `fit` of `driving` (distribution `{name}`)")
    assert "`sees_well_enough`" in said.help


@pytest.mark.parametrize("text", ["at least often", "sees_well_enough\tx", "per week", "a\nb"])
def test_core_text_that_is_none_is_said_at_the_line(by, text):
    by(lambda line: line.condition(text))
    (said,) = said_about()
    assert said.source.slice(said.span) == LINE
    assert "in the phrase `fit` of `driving`" in said.message


def test_a_phrase_without_its_code_is_named_where_it_is_used(offered, tmp_path):
    name = offered(None)
    (said,) = said_about()
    assert (said.code, said.source.slice(said.span)) == ("PP705", LINE)
    assert said.message.endswith(f"the distribution `{name}`")
    assert said_about(LICENCE) == ()
    (tmp_path / "driving.policy").write_text(WORDS + PHRASE, encoding="utf-8")
    (beside,) = check_source(Source("licence.policy", FIT), tmp_path)[1]
    assert beside.code == "PP705"
    assert "a file alone has no code" in beside.help


# ---------------------------------------------------------------- faults that the laws find

LESS = {"more_helps": ("driver.practice_at_night",), "draws": 300}
BY_LAW = {
    "says_something_else_each_time": ("test_reading_again_gives_the_same_rules", {}),
    "takes_the_first_word": ("test_law_4_no_order_changes_an_answer", {"draws": 60}),
    "more_is_less": ("test_more_never_makes_worse_what_it_helps", LESS),
}


@pytest.mark.parametrize(("fault", "law", "about"), [(f, *x) for f, x in BY_LAW.items()])
def test_the_law_suite_finds_what_no_line_shows(offered, fault, law, about):
    offered(fault)
    text = FIT.replace("require night:\n", "advise night:\n") if fault == "more_is_less" else FIT
    with pytest.raises(LawBroken):
        getattr(suite(text, **about), law)()


def test_the_law_suite_finds_a_phrase_that_expands_to_something_else(offered):
    offered("says_something_else_each_time")
    with pytest.raises(LawBroken, match="stand for what they expand to"):
        suite().test_phrases_stand_for_what_they_expand_to()


def test_the_law_suite_finds_code_that_belongs_to_no_phrase(offered):
    offered("fit", name="fitt")
    with pytest.raises(LawBroken, match=r"\['fit', 'fitt'\]"):
        suite().test_each_phrase_by_code_has_its_code()


def test_the_law_suite_finds_words_that_two_vocabularies_claim(offered, tmp_path):
    offered("fit")
    words = 'language 1\nvocabulary sport:\n  title "Sport"\n' + PHRASE.replace(
        "points", "{u: entry}"
    )
    (tmp_path / "sport.policy").write_text(
        words.replace("means by code", 'means "at least {n} x of {u}"')
    )
    path = tmp_path / "licence.policy"
    path.write_text(
        FIT.replace("  use driving\n", "  use driving\n  use sport\n"), encoding="utf-8"
    )
    both = type("TestIt", (LawSuite,), {"policy": path})()
    with pytest.raises(LawBroken, match=r"`is_fit with 2 points`: `fit` of `(driving|sport)` and"):
        both.test_no_line_is_two_phrases()


# ---------------------------------------------------------------- whatever the code does

FACTS = ("sees_well_enough", "has_lenses", "drives_at_night", "has_a_car")
YES_OR_NO = "".join(
    f"\nfact {name}:\n  of driver\n  is yes or no\n  sensitivity personal\n" for name in FACTS[1:]
)
GROUPS = {"all of": "all_of", "any of": "any_of", "none of": "none_of", "at least 2 of": "at_least"}
trees = st.recursive(
    st.sampled_from(FACTS),
    lambda items: st.tuples(
        st.sampled_from(sorted(GROUPS)), st.lists(items, min_size=2, max_size=3)
    ),
    max_leaves=8,
)


def joined(line, tree):
    """Make the condition of a tree as code does."""
    if isinstance(tree, str):
        return line.condition(tree)
    words, items = tree
    made = [joined(line, item) for item in items]
    number = [2] if words.startswith("at least") else []
    return getattr(line, GROUPS[words])(*number, *made)


def named(tree, clauses):
    """Say a tree in core text, each group a definition of its own; return the name of it."""
    if isinstance(tree, str):
        return tree
    words, items = tree
    names = [named(item, clauses) for item in items]
    lines = "".join(f"    {name}\n" for name in names)
    clauses.append(f"\ndefine group_{len(clauses)}:\n  {words}:\n{lines}")
    return f"group_{len(clauses) - 1}"


def test_groups_by_code_mean_what_definitions_mean(offered, monkeypatch):
    monkeypatch.setattr(faulty, "given", lambda line: joined(line, drawn[0]), raising=False)
    offered("given", YES_OR_NO + PHRASE)
    drawn = [None]

    @settings(
        max_examples=25, deadline=None, derandomize=True, database=None, phases=(Phase.generate,)
    )
    @given(
        trees, st.fixed_dictionaries({name: st.sampled_from((True, False, None)) for name in FACTS})
    )
    def same(tree, driver):
        drawn[0], clauses = tree, []
        name = named(tree, clauses)
        core = FIT.replace(LINE, name) + "".join(clauses)
        facts = {"evidence": "shown", "driver": driver}
        found = [pp.loads(t).decide(facts, as_of=date(2026, 11, 23)) for t in (FIT, core)]
        by_code, by_name = (each.finding("sight") for each in found)
        assert by_code.outcome is by_name.outcome
        assert set(by_code.unknown_because) == set(by_name.unknown_because)

    same()


PIECES = (
    *("at", "least", "most", "6", "hours", "of", "penalty", "practice_at_night", "in", "the", "24"),
    *("months", "before", "asked_on", "sees_well_enough", "is", "between", "and", "any", "who:"),
    *(
        "of:",
        "{n}",
        "{m}",
        ",",
        "including:",
        "car",
        "is_fit",
        "complete",
        "met",
        "sight",
        "unless",
    ),
    *("2026-01-31", "2026-02-31", "#", "cite", "per", "week"),
)
WHOLE = (
    "sees_well_enough",
    "age is at least {n} years",
    "at most {n} points of penalty",
    "night is met",
)
OPENING = ("all of:", "any of:", "none of:", "at least 2 of:", "some driver who:", *WHOLE)
pieces = st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join)
lines = st.sampled_from(WHOLE) | pieces
asked_for = st.one_of(
    st.tuples(lines), st.tuples(st.sampled_from(OPENING) | pieces, lines, st.sampled_from(WHOLE))
)


def test_whatever_the_code_asks_for_is_a_condition_or_is_refused_at_the_line(offered, monkeypatch):
    offered("given")
    asked = [()]
    monkeypatch.setattr(faulty, "given", lambda line: line.condition(*asked[0]), raising=False)
    seen = Counter()

    @settings(
        max_examples=60, deadline=None, derandomize=True, database=None, phases=(Phase.generate,)
    )
    @given(asked_for)
    def whole_or_refused(texts):
        asked[0] = texts
        program, found = check_source(Source("licence.policy", FIT))
        assert (program is None) is bool(found)
        at = {said.source.place(said.span).line for said in found}
        assert at <= {FIT[: FIT.index(LINE)].count("\n") + 1}
        seen["whole" if program else "refused"] += 1
        assert program is None or program.clause("sight").text == LINE

    whole_or_refused()
    assert min(seen["whole"], seen["refused"]) > 5
