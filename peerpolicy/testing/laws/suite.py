"""The law suite: one class that tries every law on a policy, for pytest to collect.

What it is for: whoever writes a vocabulary subclasses `LawSuite`, names a policy that uses it, and
gets the promises of the library tried on it. May import: Hypothesis and everything of lower rank.
What stays true: the suite needs no pytest; each method raises LawBroken where its law is broken;
the draws are the same in each run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from random import Random
from typing import ClassVar

import attrs
from hypothesis import strategies as st

from peerpolicy.check.declared import FindVocabulary, Vocabulary, open_vocabularies
from peerpolicy.check.offered import Offered
from peerpolicy.check.phrases import declared_phrases
from peerpolicy.check.program import check
from peerpolicy.check.reporter import Reporter
from peerpolicy.diagnostics import nearest
from peerpolicy.ir.invariants import conditions, faults
from peerpolicy.ir.program import Program
from peerpolicy.library import expand_source, finder, load_source, read_source
from peerpolicy.policy import Policy
from peerpolicy.source import Source
from peerpolicy.syntax.nodes import MeansCode
from peerpolicy.syntax.parser import parse
from peerpolicy.syntax.phrases import Phrases
from peerpolicy.syntax.printer import format_text
from peerpolicy.testing.answers import Asked
from peerpolicy.testing.laws import explanations, statements
from peerpolicy.testing.laws.statements import Draw, Facts, LawBroken, Tally, hold
from peerpolicy.testing.reorder import shuffled_text
from peerpolicy.testing.strategies import first_day

Law = Callable[[Asked, Facts, Draw], None]


class LawSuite:
    """The laws of the language, tried on the policy in the file `policy`.

    Subclass it in a test module and name the subclass `Test...`. `draws` is how many cases each law
    is tried on, for each question. `more_helps` and `more_harms` name facts and entries as
    `subject.name`: more of them (a yes for a no, a larger amount, one more record) never makes an
    answer worse, or never better. `facts` may be overridden where other cases are wanted. Each
    method raises LawBroken, and whatever `pp.load` raises for the file.

    >>> from peerpolicy.testing.laws import LawSuite
    >>> class TestMine(LawSuite):
    ...     policy = "policies/us/ct/dds_peer_to_peer.policy"
    >>> TestMine.draws
    60
    """

    policy: ClassVar[str | Path]
    draws: ClassVar[int] = 60
    more_helps: ClassVar[tuple[str, ...]] = ()
    more_harms: ClassVar[tuple[str, ...]] = ()
    _shrink: ClassVar[bool] = True

    def facts(self, ask: Asked, as_of: date) -> st.SearchStrategy[Facts]:
        """Return the strategy that the cases of a question are drawn from."""
        return ask.anything(as_of)

    # ------------------------------------------------------------ the text

    def test_it_checks_clean(self) -> None:
        """The file and the vocabularies it uses are without an error and without a warning."""
        _, found = check(self._source, self._find)
        hold(found == (), "the policy checks clean", *(each.render() for each in found))

    def test_its_examples_come_out(self) -> None:
        """Each worked example expects what is decided; there is one."""
        results = Policy(self._program).check_examples()
        hold(bool(results), "the policy has a worked example")
        failed = [result.id for result in results if not result.passed]
        hold(failed == [], "the worked examples come out", failed)

    def test_printing_keeps_the_meaning_and_is_done_once(self) -> None:
        """Parsed, printed and parsed again: the same tree; printed twice: no change."""
        for source in self._sources():
            done = Source(source.name, format_text(source))
            hold(parse(done)[0] == parse(source)[0], "printing keeps the tree", source.name)
            hold(format_text(done) == done.text, "a printed text stays", source.name)

    def test_reading_again_gives_the_same_rules(self) -> None:
        """Nothing but the files decides what a policy says: the digest is always the same."""
        again = Policy(load_source(self._source, self._folder)).digest
        hold(again == Policy(self._program).digest, "the same files give the same digest")

    def test_no_line_is_two_phrases(self) -> None:
        """No line can be a phrase of two of the vocabularies, and no kind of clause is of two.

        So no line and no clause must say whose it is.
        """
        for overlap in Phrases(declared_phrases(self._vocabularies())).overlaps():
            both = (f"`{k.name}` of `{k.vocabulary}`" for k in (overlap.first, overlap.second))
            hold(False, "no line is two phrases", f"`{overlap.example}`", " and ".join(both))
        owners: dict[str, str] = {}
        for each in self._vocabularies():
            for kind in each.of_kind("clause kind"):
                first = owners.setdefault(kind.name, each.name)
                both_own = f"`{kind.name}` of `{first}` and of `{each.name}`"
                hold(first == each.name, "no clause kind is that of two", both_own)

    def test_phrases_stand_for_what_they_expand_to(self) -> None:
        """With the core text in the place of each phrase, printed: the same rules."""
        text = expand_source(self._source, self._folder)
        printed = Source(text.name, format_text(text))
        same = Policy(load_source(printed, self._folder)).digest == Policy(self._program).digest
        hold(same, "phrases stand for what they expand to", text.name)

    def test_each_phrase_by_code_has_its_code(self) -> None:
        """The names of `lowerings` are those of the phrases that say `means by code`.

        Those of `clause_kinds` are the names of the clause kinds.
        """
        for each in self._vocabularies():
            offered = each.source if isinstance(each.source, Offered) else None
            for kind, code in (
                ("phrase", offered.lowerings if offered else {}),
                ("clause kind", offered.clause_kinds if offered else {}),
            ):
                by_code = {p.name for p in each.of_kind(kind) if p.one(MeansCode) is not None}
                lacks = sorted(by_code ^ set(code))
                hold(lacks == [], f"each {kind} by code has its code, and no other has", lacks)

    def test_every_condition_keeps_the_invariants_of_the_ir(self) -> None:
        """Closed lists of terms, names of the schema, units that fit, words on every line."""
        for clause in self._program.clauses:
            for term in conditions(clause):
                wrong = faults(term, self._program.schema)
                hold(wrong == [], "a condition keeps the invariants", clause.id, wrong)

    # ------------------------------------------------------------ the laws

    def test_law_1_a_definite_answer_survives_what_becomes_known(self) -> None:
        """More facts, further records of open lists, better evidence: what was settled stays."""
        self._try(statements.survives_completion)

    def test_law_2_knowing_less_settles_nothing(self) -> None:
        """Null in the place of a value: what is definite then was so before, and the same."""
        self._try(statements.settles_nothing_by_forgetting)

    def test_law_3_a_met_case_less_one_fact_waits_for_that_fact(self) -> None:
        """Never not met; unknown only if the fact is asked for; met only if it does not matter."""
        self._try(statements.waits_for_what_it_lacks)

    def test_law_4_no_order_changes_an_answer(self) -> None:
        """Clauses and words of the files, items, keys and records may stand in any order."""
        others = [self._reordered(Random(seed)) for seed in range(3)]

        def law(ask: Asked, facts: Facts, draw: Draw) -> None:
            other = draw.data.draw(st.sampled_from(others))
            turned = attrs.evolve(ask, program=other)
            statements.does_not_see_order(ask, turned, facts, draw)

        self._try(law)

    def test_law_5_splitting_an_entry_changes_nothing(self) -> None:
        """An entry of an additive unit in two halves on the same day: the same answer."""
        self._try(statements.does_not_see_a_split)

    def test_more_never_makes_worse_what_it_helps(self) -> None:
        """More of what is named in `more_helps` never makes an answer worse."""
        self._try_each(self.more_helps, helps=True)

    def test_more_never_makes_better_what_it_harms(self) -> None:
        """More of what is named in `more_harms` never makes an answer better."""
        self._try_each(self.more_harms, helps=False)

    def test_every_evaluator_gives_the_same_answer(self) -> None:
        """Each evaluator, the decision, and each requirement alone: the same, clause by clause."""
        self._try(explanations.agrees_everywhere)

    def test_every_answer_is_explained(self) -> None:
        """Each finding says what was asked, where, what was seen or why it is not known."""
        self._try(explanations.is_explained)

    # ------------------------------------------------------------ how they are tried

    @cached_property
    def _source(self) -> Source:
        return read_source(self.policy)

    @property
    def _folder(self) -> Path:
        return Path(self.policy).parent

    @property
    def _find(self) -> FindVocabulary:
        return finder(self._folder)

    @cached_property
    def _program(self) -> Program:
        return load_source(self._source, self._folder)

    def _sources(self) -> Iterator[Source]:
        """Yield the file and every vocabulary that it uses, of whatever distribution."""
        seen: dict[str, Source] = {}

        def find(name: str) -> Source | None:
            found = self._find(name)
            if isinstance(found, Source):
                seen[name] = found
                return found
            return None

        check(self._source, find)
        yield self._source
        yield from seen.values()

    def _vocabularies(self) -> tuple[Vocabulary, ...]:
        return open_vocabularies(self._source, parse(self._source)[0], self._find, Reporter())

    def _reordered(self, chance: Random) -> Program:
        """Check the policy with its clauses, and the words of its vocabularies, in other orders."""

        def find(name: str) -> Source | None:
            found = self._find(name)
            if not isinstance(found, Source):
                return None
            return attrs.evolve(found, text=shuffled_text(found.text, chance))

        text = shuffled_text(self._source.text, chance)
        program, found = check(Source(self._source.name, text), find)
        if program is None:
            raise LawBroken(f"law 4, no order makes a fault: {found[0].render()}")
        return program

    def _try(self, law: Law) -> None:
        for question in self._program.questions:
            ask = Asked.of(self._program, question.id)
            first = first_day(self._program, question.id)

            def tried(
                data: st.DataObject, tally: Tally, ask: Asked = ask, on: date = first
            ) -> None:
                law(ask, data.draw(self.facts(ask, on)), Draw(data, on, tally))

            statements.run(self.draws, tried, shrink=self._shrink)

    def _try_each(self, places: tuple[str, ...], *, helps: bool) -> None:
        for place in places:
            subject, _, name = place.partition(".")
            self._refuse_unknown(subject, name)

            def law(
                ask: Asked, facts: Facts, draw: Draw, at: tuple[str, str] = (subject, name)
            ) -> None:
                statements.keeps_its_direction(ask, facts, draw, at, helps=helps)

            self._try(law)

    def _refuse_unknown(self, subject: str, name: str) -> None:
        """Hold that the policy knows a fact or a list of records, and say what it knows."""
        known, place = self._program.schema, f"{subject}.{name}"
        there = known.fact(subject, name) is not None or known.record(subject, name) is not None
        facts = [f"{each.owner}.{each.name}" for each in known.facts]
        names = sorted([*facts, *(f"{each.owner}.{each.name}" for each in known.records)])
        near = nearest(place, names)
        hint = f"did you mean `{near}`?" if near else f"it knows {', '.join(names)}"
        hold(there, "`more_helps` and `more_harms` name what the policy knows", place, hint)
