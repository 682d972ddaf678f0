"""What broken plug-ins do: small faults, each put into the library by the code of a distribution.

A vocabulary itself is data and cannot do this. The code of its distribution could: this is the
worst that may be installed beside a policy, and the law suite must see it.
"""

import sys

import attrs

from peerpolicy.backends.interpreter import facts, records, scene, values
from peerpolicy.backends.interpreter.scene import Verdict
from peerpolicy.quantity import Interval
from peerpolicy.truth import Outcome


def everywhere(old, new):
    """Put a function in the place of another, in every module that uses it."""
    for name, module in list(sys.modules.items()):
        if name.startswith("peerpolicy."):
            for each, value in list(vars(module).items()):
                if value is old:
                    setattr(module, each, new)


def missing_fact_is_a_no():
    """Read a fact that nobody knows as one that does not hold."""
    old = values.judge_value

    def faulty(*args):
        found = old(*args)
        no = attrs.evolve(found, outcome=Outcome.NOT_MET, reasons=())
        return no if found.outcome is Outcome.UNKNOWN else found

    everywhere(old, faulty)


def open_list_is_complete():
    """Take every list for complete."""
    everywhere(scene.complete, lambda *args: Verdict(Outcome.MET))


def only_the_first_record_counts():
    """Let the answer hang on the order of the records."""
    old = records.records_of
    everywhere(old, lambda on: old(on)[:1])


def fails_on_some_values():
    """Raise where an amount is large."""
    old = records.total

    def faulty(*args):
        found = old(*args)
        if found.value.low > 5:
            raise KeyError("five")
        return found

    everywhere(old, faulty)


def seen_values_are_dropped():
    """Answer without a word about what was seen."""
    everywhere(facts._seen, lambda *args: None)


def more_is_less():
    """Count down what is added up, once there is enough of it."""
    old = records.total

    def faulty(*args):
        found = old(*args)
        low = found.value.low
        turned = Interval.exactly(max(0, 12 - low)) if low > 10 else found.value
        return attrs.evolve(found, value=turned)

    everywhere(old, faulty)
