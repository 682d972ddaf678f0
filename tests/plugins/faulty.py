"""Faulty code for a phrase: what a distribution may get wrong, one fault in each function.

The phrase is `is_fit with {n: number} points`, and its right code would be `fit`.
"""

from itertools import count

from peerpolicy.ir import terms as t

calls = count()
kept = []


def fit(line):
    """What the phrase is meant to be: enough practice, or few points."""
    practice = line.condition("at least {n} hours of practice_at_night")
    few = line.condition("at most 7 points of penalty in the 24 months before asked_on")
    return line.any_of(practice, few)


# ---------------------------------------------------------------- found where a line is lowered


def returns_nothing(line):
    """Forget to return."""
    line.condition("sees_well_enough")


def returns_a_truth(line):
    """Answer the question, which is not known before there are facts."""
    return line.slots["n"] > 5


def raises(line):
    """Look for what is not there."""
    return {}[line.slots["n"]]


def ends_the_program(line):
    """Give up, and let nobody else go on."""
    raise SystemExit(3)


class Mute(BaseException):
    """An error that is none of the usual ones, and fails again where it is shown."""

    def __str__(self):
        raise ValueError


def fails_where_it_fails(line):
    """Raise what nobody expects."""
    raise Mute


def takes_no_line():
    """Have no parameter."""


def swallows_what_is_wrong(line):
    """Go on after core text that was refused."""
    try:
        return line.condition("sees_wel_enough")
    except Exception:
        return line.condition("sees_well_enough")


def makes_its_own_term(line):
    """Put a term together that nobody looked at."""
    return t.FactTest(t.FactOf(t.Subject("driver"), "sees_well_enough"), t.IsYes(), text="sees")


def puts_its_own_term_into_a_group(line):
    """The same, one level down."""
    return line.any_of(line.condition("sees_well_enough"), makes_its_own_term(line))


def changes_what_it_was_given(line):
    """Ask about a fact that nobody has declared."""
    term = line.condition("sees_well_enough")
    object.__setattr__(term.fact, "name", "has_wings")
    return term


def puts_junk_into_what_it_was_given(line):
    """Ask for hours in a unit that is none."""
    term = line.condition("at least {n} hours of practice_at_night")
    object.__setattr__(term, "unit", 1.5)
    return term


def hands_out_what_it_kept(line):
    """Return the condition of another line."""
    kept.append(line.condition("sees_well_enough"))
    return kept[0]


def says_nothing(line):
    """Ask for a condition without a word."""
    return line.condition(" ")


def puts_items_under_a_condition(line):
    """Take any line for the opening of a group."""
    return line.condition("sees_well_enough", "age is at least 18 years")


def puts_items_under_a_total(line):
    """Take topics for items."""
    total = "at least 6 hours of practice_at_night, including:"
    return line.condition(total, "at least 2 hours of snow")


def joins_nothing(line):
    """Ask for some of no conditions."""
    return line.any_of()


def asks_for_more_than_there_are(line):
    """Ask for three of one."""
    return line.at_least(3, line.condition("sees_well_enough"))


def fills_a_slot_that_is_not_there(line):
    """Write the name of a slot wrongly."""
    return line.condition("at least {m} hours of practice_at_night")


# ---------------------------------------------------------------- found by the laws


def says_something_else_each_time(line):
    """Let the meaning hang on how often the policy was read."""
    return line.condition(f"at least {next(calls)} hours of practice_at_night")


def takes_the_first_word(line):
    """Let the meaning hang on the order of the words in their file."""
    units = {"practice_at_night": "hours", "penalty": "points"}
    first = next(each.name for each in line.schema.records if each.name in units)
    return line.condition(f"at least 10 {units[first]} of {first}")


def more_is_less(line):
    """Ask for few hours where many are meant."""
    return line.condition("at most {n} hours of practice_at_night")


def fails_where_it_is_used(line):
    """Work for small numbers only."""
    return line.condition("sees_well_enough") if line.slots["n"] < 6 else None
