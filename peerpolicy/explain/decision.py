"""A decision: the answer to one question about one case, which explains itself.

What it is for: `Decision`, the public face of the record. May import: the rest of `explain`,
`diagnostics` and `errors`.
What stays true: a decision is neither true nor false; what it shows of private facts is masked
unless somebody asks for everything; stored data are attributes, whatever computes is a method.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NoReturn

import attrs

from peerpolicy.errors import PeerPolicyError
from peerpolicy.explain.record import DecisionRecord

if TYPE_CHECKING:  # what puts a decision into words or data is imported when it is asked for
    from peerpolicy.explain.findings import Finding
    from peerpolicy.explain.mask import Values
    from peerpolicy.explain.needs import Ask
    from peerpolicy.explain.remedies import Remedies

AUDIENCES = ("staff", "applicant", "auditor")
"""For whom a decision can be put into words."""


@attrs.frozen(slots=False, eq=False, repr=False)
class Decision(DecisionRecord):
    """The answer to one question about one case, with every reason for it.

    `outcome` is met, not met or unknown; `findings` has one finding for each clause, in the order
    of the policy; `blocking` those that stand in the way, `advice` those outside the answer;
    `routes` the ways past what a pathway replaces, the one with least left to do first;
    `referrals` what a person has to settle; `answer` and `limits` the amounts, `payable` what is
    payable line by line under all limits at once; or `answer` the name of the one of the ranked
    `answers` that is settled (`Outcome.UNKNOWN` while none is; what stands in the way then keeps a
    better answer from being settled); `conventions` and
    `interpretations` what was chosen along the way. `provisional` is True where something assumed
    mattered, or the program is not in force yet (`status`). `known_on`: only what was issued by
    that day counted.

    The outcome is there at once, the rest is made from the copy of the facts when it is first read.
    Masked unless asked otherwise: `repr`, `str` and `to_dict` show no private value.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> policy = pp.load_shipped("us/ct/dds_peer_to_peer")
    >>> d = policy.decide({"peer": {"birth_date": "2007-04-02"}},
    ...                   as_of=date(2026, 11, 23), question="hire")
    >>> d.outcome
    <Outcome.NOT_MET: 'not met'>
    >>> d.finding("min_age").citation[0].locators
    ('how do i qualify, 1',)
    >>> bool(d)
    Traceback (most recent call last):
        ...
    TypeError: a decision is neither true nor false; compare its `outcome` with `is`
    """

    def __bool__(self) -> NoReturn:
        """Refuse to be a truth value: unknown could pass for no."""
        raise TypeError("a decision is neither true nor false; compare its `outcome` with `is`")

    def finding(self, name: str) -> Finding:
        """Return the finding of the clause of that name.

        Errors: PeerPolicyError, with the nearest name, if the question has no such clause.
        """
        for each in self.findings:
            if each.id == name:
                return each
        from peerpolicy.diagnostics import did_you_mean

        help_ = did_you_mean(name, (f.id for f in self.findings))
        raise PeerPolicyError(
            f"no clause `{name}` bears on `{self.question}`" + (f"; {help_}" if help_ else "")
        )

    def needs(self) -> tuple[Ask, ...]:
        """Return what is not known and may still matter, what touches most findings first.

        Nothing is left out that could settle a blocking unknown; not all of it need matter in the
        end. No errors.
        """
        return self.missing

    def remedies(self) -> Remedies:
        """Work out what would change the answer: alternatives for each finding, and one plan.

        Worked out anew at each call, by asking the question again after each step; empty where
        the answer is met. Where answers are ranked, they aim at the best one that can be reached,
        and are empty where the best one is settled. No errors.
        """
        from peerpolicy.explain.remedies import remedies_for_answers, remedies_of

        if self.answers:
            return remedies_for_answers(self.case, self.answers, self.findings)
        return remedies_of(self.case, self.blocking)

    def signed_digest(self, key: bytes) -> str:
        """Return "hmac-sha256:" and the HMAC of the digest, which only a holder of `key` can make.

        A digest alone can be made by anybody who guesses the facts. Compare two of them with
        `hmac.compare_digest`. Errors: ValueError for an empty key.

        >>> import peerpolicy as pp
        >>> from datetime import date
        >>> d = pp.load_shipped("us/ct/dds_peer_to_peer").decide(
        ...     {}, as_of=date(2026, 11, 23), question="hire")
        >>> d.signed_digest(b"a key of the agency")[:12]
        'hmac-sha256:'
        """
        if not key:
            raise ValueError("the key of a signed digest must not be empty")
        import hmac

        return "hmac-sha256:" + hmac.new(key, self.digest.encode("ascii"), "sha256").hexdigest()

    def to_dict(self, values: Values = "masked", *, remedies: bool = False) -> dict[str, object]:
        """Return the decision as JSON-ready data, `schema_version` 1.

        In: "masked" hides every value that is not public, and what would give it away; "full"
        shows all; `remedies` adds what would change the answer, which takes a while. Errors:
        ValueError for another word.
        """
        from peerpolicy.explain.data import decision_data

        data = decision_data(self, values)
        if remedies:
            from peerpolicy.explain.remedies_out import remedies_data

            data["remedies"] = remedies_data(self.remedies(), values)
        return data

    def text(
        self,
        to: Literal["staff", "applicant", "auditor"] = "staff",
        *,
        values: Values | None = None,
        remedies: bool = False,
    ) -> str:
        """Return the decision in words, plain text in 88 columns.

        In: for whom: "staff" (what matters, with sources), "applicant" (plain words, to the person
        it is about) or "auditor" (everything). `values` shows every value ("full") or hides the
        private ones ("masked"); if it is not said, all are shown, but to an applicant nothing about
        health or lived experience is repeated. `remedies` adds what would change it, which takes a
        while. Errors: ValueError for another audience or another word.
        """
        if to not in AUDIENCES:
            raise ValueError(f"no text for `{to}`; there is one for: {', '.join(AUDIENCES)}")
        found = self.remedies() if remedies else None
        if to == "applicant":
            from peerpolicy.explain.letter import letter

            return letter(self, values, found)
        from peerpolicy.explain.audit import audit
        from peerpolicy.explain.remedies_out import remedies_text
        from peerpolicy.explain.text import report

        shown = values if values is not None else "full"
        lines = remedies_text(found, dict(self.units), shown) if found is not None else ()
        return audit(self, shown, lines) if to == "auditor" else report(self, shown, lines)
