"""Inputs that nobody means well: damaged policies, bytes, and facts that lie about their form.

What it is for: `policy_text`, `policy_bytes`, `facts_text` and `facts_data` draw one input each
from a `random.Random`, so that a number is enough to make an input again. The corpus is whatever
the repository holds in policies: shipped ones and the cases of the diagnostics.
"""

import importlib.util
import json
import random
import re
import tomllib
from functools import cache
from pathlib import Path

import peerpolicy as pp
from peerpolicy import plugins
from peerpolicy.check.offered import Offered
from peerpolicy.source import Source

ROOT = Path(__file__).parents[2]
POLICIES = ROOT / "policies"
CASES = ROOT / "tests" / "diagnostics" / "cases"
CONFORMANCE = sorted((ROOT / "tests" / "conformance" / "cases").glob("*.toml"))
PLUGINS = ROOT / "tests" / "plugins"
SAMPLES = (
    ("housing", "housing_points/housing_points/housing.policy", True),
    ("driving", "driving_words/driving_words/driving.policy", False),
)
POINTS = "housing_points/housing_points/points.py"
HEAD = 'language 1\nprogram hostile:\n  title "Hostile"\n  decided on claimed\n  calendar days\n\n'
MARK = "zanzibar"
"""A word that stands in hostile facts and must never stand in a message."""

SCRIPTS = (
    *(
        "naïve",
        "имя",
        "שם",
        "名前",
        "a\u200bb",
        "e\u0301",
        "\u202eabc",
        "🙂",
        "\u017f",
        "\u0130",
        "\uff46\uff55",
    ),
    *(
        "\u00a0",
        "\u2028",
        "\x0b",
        "\x85",
        "\x1f",
        "\ufeff",
        "\ud7ff",
        "\u201cquoted\u201d",
        "\u2013",
        "…",
        "\t",
    ),
)
NUMBER = re.compile(r"(?<![0-9-])[0-9]+(?![0-9-])")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
BLOCK = re.compile(r"^(?=\S)(?!#|language)", re.MULTILINE)


@cache
def clauses():
    """Every clause of the corpus, as text."""
    paths = [*sorted(POLICIES.rglob("*.policy")), *sorted(CASES.glob("*.policy"))]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    return [b for text in texts for b in BLOCK.split(text) if re.match(r"[a-z ]+ \w+", b)]


@cache
def words():
    """Every word of the corpus."""
    return sorted({word for clause in clauses() for word in clause.split()})


@cache
def small():
    """The lines of a small program in which everything is in order."""
    return (Path(__file__).parent / "small.policy").read_text(encoding="utf-8").split("\n")


def policy_text(dice):
    """A clause or two under one head, or a small program, damaged in a few places."""
    if dice.random() < 0.4:
        lines = list(small())
    else:
        lines = "\n".join((HEAD, *dice.choices(clauses(), k=dice.randint(1, 2)))).split("\n")[:30]
    for _ in range(dice.choice((1, 1, 2, 5))):
        dice.choice(DAMAGES)(dice, lines)
    return "\n".join(lines)


def _other_word(dice, lines):
    at = dice.randrange(len(lines))
    parts = lines[at].split(" ")
    parts[dice.randrange(len(parts))] = dice.choice(words())
    lines[at] = " ".join(parts)


def _moved(dice, lines):
    lines.insert(dice.randrange(len(lines)), lines[dice.randrange(len(lines))])


def _deleted(dice, lines):
    if len(lines) > 1:
        del lines[dice.randrange(len(lines))]


def _shifted(dice, lines):
    at = dice.randrange(len(lines))
    lines[at] = dice.choice(("  ", " ", "      ", "\t")) + lines[at]


def _unshifted(dice, lines):
    at = dice.randrange(len(lines))
    lines[at] = lines[at][dice.randint(1, 3) :]


def _other_sign(dice, lines):
    at = dice.randrange(len(lines))
    place = dice.randint(0, len(lines[at]))
    sign = dice.choice(SCRIPTS) if dice.random() < 0.5 else chr(dice.randint(1, 0x17F))
    lines[at] = lines[at][:place] + sign + lines[at][place + dice.randint(0, 1) :]


def _bomb(dice, lines):
    """Many of one thing: signs, words, brackets, digits, or the whole line again."""
    at = dice.randrange(len(lines))
    piece = dice.choice(
        ("(", '"', "all of: ", "not ", "9", "_", ", a", " and a", ":", "#", lines[at])
    )
    lines[at] += piece * dice.choice((2, 50, 400))


def _deeper(dice, lines):
    """Groups inside groups, as other languages allow."""
    at = dice.randrange(len(lines))
    depth = dice.choice((3, 30))
    lines[at:at] = [f"{'  ' * level}all of:" for level in range(1, depth)]


DAMAGES = (
    *(_other_word, _other_word, _other_word, _moved, _deleted, _shifted, _unshifted),
    *(_other_sign, _other_sign, _bomb, _deeper),
)


# ---------------------------------------------------------------- whole programs and their words


@cache
def wholes():
    """Whole programs, each with its vocabularies and the code of these, by name.

    Those of the conformance suite, which have every construct (parameters and phrases, too), and
    the samples of distributions, of which one reads phrases and clause kinds by code.
    """
    cases = (tomllib.loads(path.read_text(encoding="utf-8")) for path in CONFORMANCE)
    small = [(case["policy"], case.get("vocabularies", {}), {}) for case in cases]
    samples = []
    for name, text, code in SAMPLES:
        words = (PLUGINS / text).read_text(encoding="utf-8")
        path = next((PLUGINS / text).parents[1].joinpath("tests").glob("*.policy"))
        samples.append((path.read_text(encoding="utf-8"), {name: words}, code))
    return (*small, *samples * (len(small) // 4))


@cache
def points():
    """The code of a sample, as the library calls it: whatever it raises is why it failed."""
    spec = importlib.util.spec_from_file_location("points", PLUGINS / POINTS)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {
        "lowerings": plugins._called({"reaches": module.reaches}),
        "clause_kinds": plugins._called({"score_card": module.score_card}),
    }


def _other_number(dice, lines):
    """A number or a date that is another one, often an odd one."""
    at = dice.randrange(len(lines))
    new = dice.choice(("0", "1", "2", "9999", "1.5", "0001-01-01", "9999-12-31", "2024-02-29"))
    kind = NUMBER if "-" not in new else DATE
    lines[at] = kind.sub(new, lines[at], count=1)


def _own_word(dice, lines):
    """A word that stands elsewhere in the same text."""
    at, other = dice.randrange(len(lines)), lines[dice.randrange(len(lines))].split()
    parts = lines[at].split(" ")
    if other and parts[-1]:
        parts[dice.choice((-1, dice.randrange(len(parts))))] = dice.choice(other)
        lines[at] = " ".join(parts)


def _swapped(dice, lines):
    one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


GENTLE = (_other_number, _other_number, _own_word, _deleted, _swapped)


def program_and_words(dice):
    """A whole program and what finds its vocabularies; one of the texts is damaged, or each."""
    policy, words, has_code = dice.choice(wholes())
    texts = {"": policy, **words}
    for name in dice.choice(([""], [""], list(texts))):
        lines = texts[name].split("\n")
        ways = dice.choice((GENTLE, GENTLE, DAMAGES))
        for _ in range(dice.choice((1, 1, 2, 4))):
            dice.choice(ways)(dice, lines)
        texts[name] = "\n".join(lines)
    code = points() if has_code else {"lowerings": {}, "clause_kinds": {}}
    sources = {
        name: Offered(name, texts[name], distribution="sample", **code)
        if has_code
        else Source(name, texts[name])
        for name in words
    }
    return Source("hostile.policy", texts[""]), sources.get


def policy_bytes(dice):
    """Bytes that are often no text at all."""
    if dice.random() < 0.3:
        return dice.randbytes(dice.randint(0, 200))
    data = bytearray(policy_text(dice).encode("utf-8", "surrogatepass"))
    for _ in range(dice.randint(1, 4)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data)


# ---------------------------------------------------------------- facts


@cache
def sample_facts(policy_id):
    """The shipped facts of a program, as data."""
    return json.loads((POLICIES / f"{policy_id}.facts.json").read_text(encoding="utf-8"))


def facts_text(dice, policy_id):
    """The text of a facts file, damaged as text."""
    text = json.dumps(sample_facts(policy_id))
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(text) + 1)
        piece = dice.choice(TEXT_PIECES)
        text = text[:at] + piece + text[at + dice.choice((0, 1, 8)) :]
    return text


TEXT_PIECES = (
    *(
        "NaN",
        "-Infinity",
        "1e999999",
        "9" * 5000,
        "[" * 2000,
        '{"a":' * 500,
        '"',
        "\\u0000",
        "null",
    ),
    *("\ud83d", "\ufeff", "}", ",", "-", "0001-01-01", "true", '"complete": true,'),
)


def facts_data(dice, policy_id):
    """The facts of a program with a few nodes replaced by what does not belong there."""
    data = json.loads(json.dumps(sample_facts(policy_id)))
    for _ in range(dice.choice((1, 1, 2, 4))):
        data = _spoilt(dice, data)
    return data


def _spoilt(dice, node):
    if dice.random() < 0.2 or not isinstance(node, dict | list) or not node:
        return dice.choice(VALUES)(dice)
    if isinstance(node, list):
        at = dice.randrange(len(node))
        node[at] = _spoilt(dice, node[at])
        return node
    key = dice.choice(list(node))
    if dice.random() < 0.1:
        node[dice.choice((f"{key}x", "value", "evidence", "complete", 7, None))] = node[key]
    node[key] = _spoilt(dice, node[key])
    return node


class Unfriendly:
    """An object whose every answer is an error."""

    def __getattr__(self, name):
        raise AttributeError(MARK)

    def __eq__(self, other):
        raise RuntimeError(MARK)

    __hash__ = None

    def __repr__(self):
        raise RuntimeError(MARK)


def _circle(_dice):
    circle = {}
    circle["entries"] = [circle]
    return circle


def _deep(dice):
    node = 1
    for _ in range(dice.choice((20, 3000))):
        node = [node] if dice.random() < 0.5 else {"value": node}
    return node


VALUES = (
    *(lambda _d, v=v: v for v in (None, None, pp.NOT_KNOWN, [], {"entries": [], "complete": True})),
    *(
        lambda _d, v=v: v
        for v in (None, True, False, 0, -1, 10**40, 0.1, float("nan"), float("inf"))
    ),
    *(
        lambda _d, v=v: v
        for v in ("", MARK, "0001-01-01", "9999-12-31", "2026-02-30", b"bytes", {1})
    ),
    *(lambda _d, v=v: v for v in (pp.NOT_KNOWN, pp.ABSENT, pp.shown(MARK), [], {}, [None], [[]])),
    lambda d: d.choice(SCRIPTS) + MARK,
    lambda d: {"value": MARK, "evidence": d.choice(("shown", MARK, None, 3))},
    lambda d: {"entries": [{}] * d.choice((1, 30)), "complete": d.choice((True, "yes", None))},
    lambda d: {"attested": {"by": MARK, "on": "2026-01-01"}, "value": d.choice((True, None, 1))},
    lambda d: {"requested": [{"served_on": "2026-11-23", "units": d.choice((1, -1, MARK))}]},
    lambda _d: Unfriendly(),
    _circle,
    _deep,
)


def dice_of(number):
    """The source of chance of one input."""
    return random.Random(number)
