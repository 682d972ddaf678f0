"""Thirteen ways to spoil a policy, each at a known line and with a known repair.

A mutator walks over a shipped program and yields every place where it can spoil it. Each mutant
says by construction which lines are right for the first error and which words, one of them in
the message or the help, would tell the author the repair. `legal` says why a mutant is no mistake
of the language (an equivalent or other true text), so that nobody expects it to be refused.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

KINDS = (
    "open term|program|source|calendar|question|entity|fact|measure|choices|entry|credential|role"
    "|relation|approval|document|registry|phrase|require|advise|permit|submit|exclude|limit|scope|judge"
    "|define|interpret|ledger|example|parameter|pathway|exception"
)
HEADER = re.compile(rf"({KINDS}) ([a-z][a-z0-9_]*)(?: (?:instead of|to) [a-z0-9_, ]+)?:$")
WORD = re.compile(r"[a-z][a-z0-9_]*")
QUOTED = re.compile(r'"[^"]*"')
COMMENT = re.compile(r"\s+#.*$")
UNITS = ("hours", "units", "meetings", "years", "months", "days")
RULES = ("require", "advise", "permit", "submit", "exclude", "limit", "scope", "judge", "define")
CITING = (*(kind for kind in RULES if kind != "define"), "open term")
LETTERS = "abcdefghijklmnopqrstuvwxyz"

KEYWORDS = frozenset(
    re.findall(
        r"[a-z]+",
        """
about absent active all answers any anything apply approved asked asks assumed at attested
attests bar because beforehand birthday by calendar checked cite complete completed count counts
covers date dated day decide decided does due each else encoded evidence expect falls fields
first for from given grants held holds in is issued its judged kept known last leap least like
limit lists may means meets most not of on once one open otherwise out paid part parts period
permitted person provide provided rank read readings repeats requested runs scope sensitivity
shows since some source starts then through title unaddressed unless use used week when where
who window with without years yes
""",
    )
)


@dataclass(frozen=True)
class Mutant:
    """A spoilt program: its text, and what a good first error would be.

    `line` is the number of the right line in the spoilt text; of `repairs`, any one will do,
    each is a pattern looked for in the message and the help.
    """

    mutator: str
    program: str
    text: str
    line: int
    repairs: tuple[str, ...]
    before: str
    after: str
    legal: str = ""


@dataclass(frozen=True)
class Line:
    """A line of a program: its number from 0, its clause, and its text without a comment."""

    number: int
    kind: str
    name: str
    whole: str

    @cached_property
    def code(self) -> str:
        return "" if self.whole.lstrip().startswith("#") else COMMENT.sub("", self.whole).rstrip()

    @property
    def column(self) -> int:
        return len(self.code) - len(self.code.lstrip())

    @property
    def is_header(self) -> bool:
        return self.column == 0

    @cached_property
    def bare(self) -> str:
        """The code with blanks in the place of what stands in quotes."""
        return QUOTED.sub(lambda m: " " * len(m[0]), self.code)

    @property
    def plain_space(self) -> int:
        """Where the first space between two words stands that is not in quotes; 0 for none."""
        quoted = {at for m in QUOTED.finditer(self.code) for at in range(*m.span())}
        spaces = (m.start() for m in re.finditer(r"(?<=\S) (?=\S)", self.code))
        return next((at for at in spaces if at not in quoted), 0)

    @property
    def words(self) -> list[re.Match]:
        return list(WORD.finditer(self.bare))


@dataclass(frozen=True)
class Program:
    """A program to spoil, with the words that it may use."""

    name: str
    text: str
    vocabulary: str

    @cached_property
    def raw(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def lines(self) -> list[Line]:
        found, kind, name = [], "", ""
        for number, whole in enumerate(self.raw):
            line = Line(number, kind, name, whole)
            match = HEADER.match(line.code)
            if match:
                kind, name = match[1], match[2]
                line = Line(number, kind, name, whole)
            if line.code and number:
                found.append(line)
        return found

    @cached_property
    def clauses(self) -> list[list[Line]]:
        """The lines of each clause, its header first."""
        found: list[list[Line]] = []
        for line in self.lines:
            if line.is_header:
                found.append([])
            found[-1].append(line)
        return found

    @cached_property
    def declared(self) -> dict[str, str]:
        """Names that headers declare, here and in the vocabulary, with their kinds."""
        texts = (
            Program("", self.vocabulary, "").lines + self.lines if self.vocabulary else self.lines
        )
        return {x.name: x.kind for x in texts if x.is_header and x.kind != "ledger"}

    @cached_property
    def known(self) -> frozenset[str]:
        """Every word that stands anywhere outside quotes."""
        texts = Program("", self.vocabulary, "").lines + self.lines
        return frozenset(m[0] for line in texts for m in line.words)

    def replaced(self, number: int, *new: str) -> str:
        """The text with other lines in the place of one."""
        return "\n".join([*self.raw[:number], *new, *self.raw[number + 1 :]])

    def spoilt(self, mutator: str, line: Line, new: str, repairs, **more) -> Mutant:
        text = self.replaced(line.number, new)
        wanted = (repairs,) if isinstance(repairs, str) else tuple(repairs)
        return Mutant(mutator, self.name, text, line.number + 1, wanted, line.whole, new, **more)


def whole(word: str) -> str:
    """A pattern for a word that stands alone."""
    return rf"(?<![a-z0-9_]){re.escape(word)}(?![a-z0-9_])"


def with_word(line: Line, match: re.Match, new: str) -> str:
    return line.whole[: match.start()] + new + line.whole[match.end() :]


def slip(word: str, rng: random.Random) -> str:
    """A slip of the fingers: a letter dropped, doubled, swapped with the next, or another one."""
    at = rng.randrange(len(word) - 1)
    how = rng.randrange(4)
    if how == 0:
        return word[:at] + word[at + 1 :]
    if how == 1:
        return word[: at + 1] + word[at:]
    if how == 2:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + rng.choice(LETTERS) + word[at + 1 :]


def is_free(line: Line, match: re.Match) -> bool:
    """Whether a name at this place may be any name: owners, offices, and the day judged on."""
    before = line.bare[: match.start()].rstrip()
    return bool(re.search(r"(?:\bby|with|assumed|judged on|rank)$", before))


def typo_in_a_name(p: Program, rng: random.Random) -> Iterator[Mutant]:
    """A name that is declared elsewhere is misspelt where it is used."""
    for line in p.lines:
        if line.is_header or line.kind not in (
            *RULES,
            "example",
            "question",
            "open term",
            "interpret",
        ):
            continue
        for match in line.words:
            name = match[0]
            if name not in p.declared or name in KEYWORDS or is_free(line, match):
                continue
            new = slip(name, rng)
            if new in p.known or not WORD.fullmatch(new):
                continue
            yield p.spoilt("typo in a name", line, with_word(line, match, new), whole(name))


def typo_in_a_keyword(p: Program, rng: random.Random) -> Iterator[Mutant]:
    """A word of the language is misspelt."""
    for line in p.lines:
        for match in line.words:
            word = match[0]
            if len(word) < 3 or word not in KEYWORDS | set(KINDS.replace(" ", "|").split("|")):
                continue
            if line.is_header and match.start():
                continue
            if word in p.declared and not line.is_header:
                continue
            new = slip(word, rng)
            if new in p.known | KEYWORDS or not WORD.fullmatch(new):
                continue
            yield p.spoilt("typo in a keyword", line, with_word(line, match, new), whole(word))


AMOUNT = re.compile(rf"\b([0-9]+) ({'|'.join([*UNITS, *(u[:-1] for u in UNITS)])})\b")


def amounts(p: Program) -> Iterator[tuple[Line, re.Match]]:
    for line in p.lines:
        if line.kind in (*RULES, "example") and not line.is_header:
            for match in AMOUNT.finditer(line.bare):
                yield line, match


def plural(unit: str) -> str:
    return unit if unit.endswith("s") else unit + "s"


def wrong_unit(p: Program, rng: random.Random) -> Iterator[Mutant]:
    """An amount has the unit of something else."""
    for line, match in amounts(p):
        right = plural(match[2])
        for other in UNITS:
            if other == right:
                continue
            new = with_word(line, match, f"{match[1]} {other}")
            # half of `personal_experience` in months or days is a length of time all the same
            both_time = right == "years" and other in ("months", "days") and "age " not in line.bare
            # hours are additive time: a day of hours is 24 of them only if somebody says so
            legal = "a length of time in another unit" if both_time else ""
            # one meeting is one record: it may as well be written without an amount
            repairs = (whole(right), *(("without an amount",) if right == "meetings" else ()))
            yield p.spoilt("wrong unit", line, new, repairs, legal=legal)


PLACES = {0: "margin", 2: "two spaces", 4: "four|under `"}


def shifted_line(p: Program, rng: random.Random) -> Iterator[Mutant]:
    """A line begins some columns too far left or right."""
    for clause in p.clauses:
        for line in clause:
            if line.kind == "program" and line.is_header:
                continue
            for by in (-2, -1, 1, 2):
                column = line.column + by
                if column < 0:
                    continue
                new = " " * column + line.whole.lstrip()
                yield p.spoilt("shifted line", line, new, PLACES[line.column])


COMPULSORY = {
    "source": ("title", "rank"),
    "question": ("asks", "about", "judged on"),
    "fact": ("of", "is ", "sensitivity"),
    "entry": ("of", "dated", "sensitivity"),
    "document": ("of", "sensitivity"),
    "registry": ("of", "kept by", "lists"),
    "relation": ("from", "sensitivity"),
    "limit": ("at most", "used means"),
    "scope": ("anything else",),
    "judge": ('"', "attested by"),
    "open term": ('"', "decided by"),
    "example": ("decide",),
}
META = (
    "for ",
    "cite ",
    "when ",
    "because ",
    "assumed ",
    "about ",
    "in addition ",
    "unless ",
    "otherwise ",
    "on topic ",
    "in force ",
    "issued ",
    "status ",
)


def deleted_compulsory_line(p: Program, rng: random.Random) -> Iterator[Mutant]:
    """A line that its clause must have is gone; for a group, with all its items."""
    for clause in p.clauses:
        header, *body = clause
        for line in body:
            if line.column != 2:
                continue
            start = line.code.strip()
            key = next((k for k in COMPULSORY.get(line.kind, ()) if start.startswith(k)), None)
            if key is None and line.kind in ("require", "advise", "permit", "submit", "define"):
                key = None if start.startswith(META) else "condition"
            if key is None:
                continue
            last = line.number
            if start.endswith(":"):
                items = [x.number for x in body if x.number > line.number]
                between = [x for x in body if x.number > line.number and x.column == 2]
                last = max(n for n in items if not between or n < between[0].number)
            text = "\n".join([*p.raw[: line.number], *p.raw[last + 1 :]])
            words = {"is ": r"\bis ", '"': "words", "condition": "condition|what must hold"}
            word = words.get(key, re.escape(key))
            yield Mutant(
                "deleted compulsory line",
                p.name,
                text,
                header.number + 1,
                (word,),
                f"{header.code} {start}",
                "(deleted)",
            )


def missing_citation(p: Program, rng: random.Random) -> Iterator[Mutant]:
    """A clause cites nothing, or names no place, or no source."""
    for clause in p.clauses:
        header, *body = clause
        cites = [line for line in body if line.code.startswith("  cite ")]
        if header.kind not in CITING or not cites:
            continue
        (line,) = cites
        source = line.words[1][0]
        gone = Mutant(
            "missing citation",
            p.name,
            "\n".join([*p.raw[: line.number], *p.raw[line.number + 1 :]]),
            header.number + 1,
            ("cite ", "source and the place"),
            f"{header.code} {line.code.strip()}",
            "(deleted)",
        )
        yield gone
        yield p.spoilt("missing citation", line, f"  cite {source}", ("place", "quotes", '"'))
        no_source = line.whole.replace(f"cite {source} ", "cite ")
        yield p.spoilt("missing citation", line, no_source, (whole(source), "source"))


def duplicate_name(p: Program, rng: random.Random) -> Iterator[Mutant]:
    """A clause, choice, field or ledger row stands twice, as after a paste."""
    for clause in p.clauses:
        header, *body = clause
        if header.kind != "program":
            end = clause[-1].number
            copy = [x.whole for x in clause]
            text = "\n".join([*p.raw[: end + 1], "", *copy, *p.raw[end + 1 :]])
            yield Mutant(
                "duplicate name",
                p.name,
                text,
                end + 3,
                ("another name", "one of them", "rename", "keep one"),
                header.code,
                "(twice)",
            )
        if header.kind == "ledger":
            for line in body:
                text = p.replaced(line.number, line.whole, line.whole)
                yield Mutant(
                    "duplicate name",
                    p.name,
                    text,
                    line.number + 2,
                    ("keep one",),
                    line.code.strip(),
                    "(twice)",
                )


AMBIGUOUS = (
    # what stands in the program, what a reader might write, and words of the right repair
    (
        r" in each certification_year$",
        (" annually", " per year", " a year", " every year", " yearly"),
        "in each",
    ),
    (
        r" in each calendar_month since first_service_on$",
        (" monthly", " per month", " a month", " every month", " in each month"),
        "in each|calendar_month",
    ),
    (
        r" in each week$",
        (" weekly", " per week", " a week", " every week", " in a week"),
        "in each week",
    ),
    (
        r"\bat least (?=\d+ (?:hours|years))",
        ("minimum ", "over ", "no less than ", "more than ", "a minimum of ", "not less than "),
        r"at least",
    ),
    (
        r"\bat most (?=\d)",
        ("up to ", "no more than ", "maximum ", "under ", "not more than "),
        r"at most",
    ),
    (
        r"\bapproved beforehand by",
        ("approved by", "approved in advance by", "approved first by"),
        "beforehand",
    ),
    (
        r"\bage is at least 21 years",
        (
            "age is over 21",
            "age is 21 or older",
            "age is above 21 years",
            "age is older than 21 years",
        ),
        "at least",
    ),
    (
        r" since first_service_on$",
        (" until served_on", " within first_service_on"),
        r"since|through",
    ),
    (r"\bone of (?=home)", ("at least one of ", "any of ", "either of "), "one of"),
    (r"\bwhere area is (?=home|job|career)", ("in ", "in the area of ", "about "), "where"),
)


def ambiguous_phrase(p: Program, rng: random.Random) -> Iterator[Mutant]:
    """A wording of everyday language stands where the language has one of its own."""
    for pattern, others, repair in AMBIGUOUS:
        places = [
            (line, match)
            for line in p.lines
            if line.kind in RULES and (match := re.search(pattern, line.bare.rstrip()))
        ]
        # one place for each wording, so that the commonest line does not outweigh the others
        for other in others if places else ():
            line, match = rng.choice(places)
            new = with_word(line, match, other)
            legal = (
                "another true comparison" if other == "more than " and "age" in line.code else ""
            )
            yield p.spoilt("ambiguous phrase", line, new, repair, legal=legal)


def pasted_quotes_and_spaces(p: Program, rng: random.Random) -> Iterator[Mutant]:
    """Text pasted from a word processor or a web page."""
    name = "pasted quotes and spaces"
    for line in p.lines:
        code = line.whole
        quote = QUOTED.search(line.code)
        if quote:
            inner = quote[0][1:-1]
            tail = code[quote.end() :]
            for left, right in (("\u201c", "\u201d"), ("\u2018", "\u2019"), ("\u201e", "\u201c")):
                new = code[: quote.start()] + left + inner + right + tail
                yield p.spoilt(name, line, new, ('plain.*"', r'`"`', "quote"))
            half = code[: quote.start()] + "\u201c" + inner + '"' + tail
            yield p.spoilt(name, line, half, ('plain.*"', r'`"`', "quote"))
        if not line.is_header:
            at = line.plain_space
            if at:
                for space in ("\u00a0", "\u2003"):
                    new = code[:at] + space + code[at + 1 :]
                    yield p.spoilt(name, line, new, "space")
                unseen = code[: at + 1] + "\u200b" + code[at + 1 :]
                yield p.spoilt(name, line, unseen, "delete it")
            yield p.spoilt(name, line, "\t" + code.lstrip(), "space")
            yield p.spoilt(name, line, "\u00a0" * line.column + code.lstrip(), "space")
            bullet = " " * line.column + "\u2022 " + code.lstrip()
            yield p.spoilt(name, line, bullet, ("delete", "plain", "remove"))


SPAN = re.compile(r"from (\d{4}-\d\d-\d\d) through (\d{4}-\d\d-\d\d)")
FIELDS = re.compile(
    r"(issued_on|starts_on) is (\d{4}-\d\d-\d\d), (expires_on|ends_on) is (\d{4}-\d\d-\d\d)"
)
UNIT_SPAN = re.compile(r"is (\d+) units through (\d+) units")
AGE = re.compile(r"age is at least (\d+) years")
ATTESTED = re.compile(r"attested by (\w+) on (\d{4}-\d\d-\d\d)(?: through (\d{4}-\d\d-\d\d))?")


def swapped_range(p: Program, rng: random.Random) -> Iterator[Mutant]:
    """The two ends of a range stand in the wrong order."""
    name = "swapped range"
    for line in p.lines:
        for match in SPAN.finditer(line.bare):
            new = with_word(line, match, f"from {match[2]} through {match[1]}")
            yield p.spoilt(
                name, line, new, f"{match[1]}.* through {match[2]}|backwards|before it begins"
            )
        for match in FIELDS.finditer(line.bare):
            fields = f"{match[1]} is {match[4]}, {match[3]} is {match[2]}"
            new = with_word(line, match, fields)
            yield p.spoilt(
                name, line, new, f"{match[3]}.*after|{match[1]}.*before|before it begins"
            )
        for match in UNIT_SPAN.finditer(line.bare):
            new = with_word(line, match, f"is {match[2]} units through {match[1]} units")
            yield p.spoilt(name, line, new, f"{match[1]} units through {match[2]} units|swap")
        for match in AGE.finditer(line.bare):
            for low in (14, 16, 17, 18, 20):
                text = f"age is from {match[1]} years through {low} years"
                new = with_word(line, match, text)
                yield p.spoilt(name, line, new, f"from {low} years through {match[1]} years")
        match = ATTESTED.search(line.bare)
        if match and match[3] is None:
            new = with_word(line, match, match[0] + " through 2020-01-31")
            yield p.spoilt(
                name, line, new, r"through 2020-01-31|before it begins|on or after|first"
            )


BEGINS = re.compile(r"^  in force from (\d{4}-\d\d-\d\d)")


def overlap_of_versions(p: Program, rng: random.Random) -> Iterator[Mutant]:
    """A version of a clause begins before the one that it follows has ended."""
    ended = {
        (line.kind, line.name) for line in p.lines if line.bare.startswith("  in force through ")
    }
    for line in p.lines:
        match = BEGINS.match(line.bare)
        if match and (line.kind, line.name) in ended:
            for days in (1, 9, 40):
                earlier = date.fromisoformat(match[1]) - timedelta(days)
                new = with_word(line, match, f"  in force from {earlier}")
                repairs = f"two versions of `{line.name}`.*the one end on the day before"
                yield p.spoilt("overlap of versions", line, new, repairs)


# Where a name of one kind stands, kinds that do not belong there, words that name the right one.
OTHER_KIND = (
    (r"^  for (\w+)$", ("fact", "require", "entity", "source"), r"question"),
    (r"^  cite (\w+) ", ("question", "fact", "calendar"), r"source"),
    (r"^  about (\w+)$", ("fact", "entry", "question"), r"entity|subject|peer"),
    (r"^ +holds (\w+)$", ("fact", "entry", "document"), r"credential"),
    (r"^ +attests (\w+)$", ("entry", "credential", "document"), r"fact"),
    (r"^ +complete (\w+)", ("fact", "entry", "credential"), r"document"),
    (r"^ +(\w+) shows \w+$", ("fact", "entry", "question"), r"document"),
    (r"^ +\w+ shows (\w+)$", ("fact", "document", "question"), r"clause|require"),
    (
        r"^ +(?:at least|at most) \d+ \w+ of (\w+)",
        ("fact", "credential", "role", "document"),
        r"entry|list",
    ),
    (r" is in (\w+)$", ("choices", "fact", "entry"), r"registry"),
    (
        r"^  (has_\w+|receives_\w+|\w+_kept|peer_is_paid)$",
        ("entry", "document", "credential", "entity"),
        r"fact|at least|complete|holds",
    ),
    (
        r"^    (has_\w+|supervised_by_\w+)$",
        ("entry", "document", "credential", "entity"),
        r"fact|at least|complete|holds",
    ),
    (r"^  some (\w+) who", ("entity", "fact", "entry"), r"role"),
    (r"^  decide (\w+) on", ("require", "fact", "entity"), r"question"),
    (r"^  like (\w+)$", ("question", "fact", "require"), r"example"),
    (r"^  calendar (\w+)$", ("source", "question"), r"calendar"),
    (r"^  is one of (\w+)$", ("entity", "fact", "entry"), r"choices"),
    (r"^  of (\w+)$", ("fact", "entry", "question"), r"entity|subject|peer|choices"),
)
WHERE = (
    *RULES,
    "example",
    "fact",
    "entry",
    "registry",
    "question",
    "program",
    "open term",
    "document",
)


def name_of_another_kind(p: Program, rng: random.Random) -> Iterator[Mutant]:
    """A declared name stands where a name of another kind belongs."""
    of_kind: dict[str, list[str]] = {}
    for name, kind in p.declared.items():
        of_kind.setdefault(kind, []).append(name)
    for line in p.lines:
        if line.kind not in WHERE or line.is_header:
            continue
        for pattern, others, repair in OTHER_KIND:
            match = re.search(pattern, line.bare)
            if match is None or match[1] not in p.declared:
                continue
            for other in others:
                name = rng.choice(sorted(of_kind[other]))
                new = line.whole[: match.start(1)] + name + line.whole[match.end(1) :]
                yield p.spoilt("name of another kind", line, new, repair)


def unit_left_out(p: Program, rng: random.Random) -> Iterator[Mutant]:
    """An amount without its unit."""
    for line, match in amounts(p):
        new = with_word(line, match, match[1])
        repairs = (whole(plural(match[2])), whole(match[2]), r"\ba unit\b")
        yield p.spoilt("unit left out", line, new, repairs)
        if line.bare[match.end() :].startswith(" of "):
            cut = line.whole[: match.start()] + match[1] + line.whole[match.end() + 3 :]
            if line.kind in RULES and line.kind != "limit":
                # one meeting is one record, so that both texts mean the same
                legal = "counts records" if plural(match[2]) == "meetings" else ""
                yield p.spoilt("unit left out", line, cut, repairs, legal=legal)


MUTATORS = (
    typo_in_a_name,
    typo_in_a_keyword,
    wrong_unit,
    shifted_line,
    deleted_compulsory_line,
    missing_citation,
    duplicate_name,
    ambiguous_phrase,
    pasted_quotes_and_spaces,
    swapped_range,
    overlap_of_versions,
    name_of_another_kind,
    unit_left_out,
)


def mutants(programs: list[Program], each: int, seed: int = 1) -> list[Mutant]:
    """Choose mutants: at most `each` of a mutator, spread evenly over the programs.

    In: the programs; how many; the seed. The same seed gives the same mutants, and a larger
    `each` only adds to them.
    """
    chosen = []
    for mutator in MUTATORS:
        rng = random.Random(f"{seed} {mutator.__name__}")
        found = []
        for program in programs:
            found += list(mutator(program, rng))
        unique = list({m.text: m for m in found if m.text != ""}.values())
        rng.shuffle(unique)
        chosen += unique[:each]
    return chosen
