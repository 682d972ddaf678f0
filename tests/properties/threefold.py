"""A question of the conformance suite over every case of its facts, each yes, no or not known.

What it is for: laws that are tried on all cases there are. What stays true: what must come out of
a case is worked out by hand where everything is known, and elsewhere from its completions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import product
from random import Random

import peerpolicy as pp
from peerpolicy.outcome import QuestionTrace
from peerpolicy.testing.answers import Asked, everything, lost
from peerpolicy.testing.reorder import shuffled_program
from peerpolicy.truth import Outcome
from tests.texts import conformance_policy

AS_OF = date(2026, 11, 23)
Said = tuple[bool | None, ...]


@dataclass(frozen=True)
class Threefold:
    """A question: its file, its facts, how a case is sent, what must come out of a known one."""

    file: str
    question: str
    names: tuple[str, ...]
    facts: Callable[[Said], dict[str, object]]
    by_hand: Callable[[Said], Outcome]
    _traces: dict[Said, QuestionTrace] = field(default_factory=dict)

    @cached_property
    def policy(self) -> pp.Policy:
        return pp.loads(conformance_policy(self.file))

    @cached_property
    def asked(self) -> Asked:
        return Asked.of(self.policy.program, self.question)

    @cached_property
    def cases(self) -> tuple[Said, ...]:
        return tuple(product((True, False, None), repeat=len(self.names)))

    def trace(self, said: Said) -> QuestionTrace:
        if said not in self._traces:
            self._traces[said] = self.asked.trace(self.facts(said), AS_OF)
        return self._traces[said]

    def decide(self, said: Said) -> pp.Decision:
        return self.policy.decide(self.facts(said), as_of=AS_OF, question=self.question)

    def worked_out(self, said: Said) -> Outcome:
        """Work out the outcome from all that the unknown facts may turn out to be."""
        each = product(*((True, False) if value is None else (value,) for value in said))
        outcomes = {self.by_hand(whole) for whole in each}
        return outcomes.pop() if len(outcomes) == 1 else Outcome.UNKNOWN

    def without_one(self, said: Said) -> list[tuple[str, Said]]:
        """Return the case with one known fact forgotten, for each of them."""
        known = [n for n, value in enumerate(said) if value is not None]
        return [(self.names[n], (*said[:n], None, *said[n + 1 :])) for n in known]

    def differs(self) -> list[Said]:
        """Return the cases that do not come out as they must: there are none."""
        return [
            said for said in self.cases if self.trace(said).outcome is not self.worked_out(said)
        ]

    def settled_stays(self) -> None:
        """Laws 1 and 2: knowing more changes nothing that was settled."""
        for said in self.cases:
            for _, less in self.without_one(said):
                assert lost(self.trace(less), self.trace(said)) == [], said

    def waits_for_what_it_lacks(self, cases: Iterable[Said]) -> int:
        """Law 3: a met case without one fact is never refused, and asks for it if it is unknown."""
        waited = 0
        for said in cases:
            if self.trace(said).outcome is not Outcome.MET:
                continue
            for name, less in self.without_one(said):
                decided = self.asked.decision(self.facts(less), AS_OF)
                assert decided.outcome is not Outcome.NOT_MET
                if decided.outcome is Outcome.UNKNOWN:
                    waited += 1
                    assert name in {ask.name for ask in decided.needs()}, (said, name)
        return waited

    def does_not_see_order(self, seed: int, cases: Iterable[Said]) -> None:
        """Law 4: no order of clauses, exceptions or items matters."""
        question = Asked.of(shuffled_program(self.policy.program, Random(seed)), self.question)
        for said in cases:
            turned = question.trace(self.facts(said), AS_OF)
            assert everything(turned) == everything(self.trace(said))
