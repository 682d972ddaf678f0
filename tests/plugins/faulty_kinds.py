"""Faulty code for a clause kind: what a distribution may get wrong, one fault in each function.

The kind is `checklist`, and its right code would be `checklist`.
"""

from itertools import count

from tests.plugins.faulty import makes_its_own_term

calls = count()


def checklist(clause):
    """What the kind is meant to be: so many of the items."""
    (needed,) = clause.named("needs")
    items = [line.slots["what"] for line in clause.named("item")]
    if not 1 <= needed.slots["n"] <= len(items):
        needed.refuse("nobody can have so many", f"write 1 to {len(items)}", slot="n")
    return clause.at_least(needed.slots["n"], *items)


# ---------------------------------------------------------------- found where a clause is lowered


def returns_nothing(clause):
    """Forget to return."""
    clause.condition("sees_well_enough")


def returns_a_line(clause):
    """Return what was handed in."""
    return clause.lines[0]


def raises(clause):
    """Look for what is not there."""
    return clause.named("item")[9]


def asks_for_a_line_that_the_kind_has_not(clause):
    """Write the name of a line wrongly."""
    return clause.any_of(*(line.slots["what"] for line in clause.named("items")))


def ends_the_program(clause):
    """Give up, and let nobody else go on."""
    raise SystemExit(3)


def makes_its_own(clause):
    """Put a term together that nobody looked at."""
    return clause.all_of(clause.lines[-1].slots["what"], makes_its_own_term(clause))


def changes_what_it_was_given(clause):
    """Ask about a fact that nobody has declared."""
    term = clause.named("item")[0].slots["what"]
    object.__setattr__(term.fact, "name", "has_wings")
    return term


def fills_a_slot_of_a_line(clause):
    """Take a slot of a line for one of the clause."""
    return clause.condition("at least {n} hours of practice_at_night")


def takes_a_condition_for_a_text(clause):
    """Write a condition where core text holds a value."""
    return clause.named("item")[0].condition("{what}")


# ---------------------------------------------------------------- found by the laws


def says_something_else_each_time(clause):
    """Let the meaning hang on how often the policy was read."""
    return clause.condition(f"at least {next(calls) + 1} hours of practice_at_night")


def takes_the_first_line(clause):
    """Let the meaning hang on the order of the lines."""
    return clause.named("item")[0].slots["what"]


def more_is_less(clause):
    """Take each item for something that must not be."""
    return clause.none_of(*(line.slots["what"] for line in clause.named("item")))
