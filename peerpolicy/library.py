"""The library: where policy texts come from, and how a text becomes a checked program.

What it is for: reads files, lists what is shipped, finds vocabularies and runs the checker. May
import: `check`, `plugins`, `syntax`, `source`, `diagnostics`, `errors`, `_resources` and the
standard library. What stays true: shipped data are read through `Traversable`, so a zip file will
do; an id or a vocabulary's name never leads outside its folder; a program that is handed out is
free of errors.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources.abc import Traversable
from pathlib import Path

from peerpolicy import plugins
from peerpolicy._resources import folder
from peerpolicy.check.declared import FindVocabulary, Refused
from peerpolicy.check.offered import Offered
from peerpolicy.check.program import check, expand
from peerpolicy.check.wordings import Wordings, wordings
from peerpolicy.diagnostics import Diagnostic, Severity, nearest
from peerpolicy.errors import PeerPolicyError, PolicyError
from peerpolicy.ir.program import Program
from peerpolicy.source import Source, Span

_VOCABULARIES = "vocabularies"
_POLICY = ".policy"
_FACTS = ".facts.json"


def check_source(
    source: Source, beside: Path | None = None
) -> tuple[Program | None, tuple[Diagnostic, ...]]:
    """Check a text with the vocabularies that it can see.

    In: the source, and the folder it lies in, if it lies in one. Out: the program (None for a
    vocabulary or where there are errors) and every diagnostic. Errors: PolicyError PP101 and
    OSError for a vocabulary in that folder that cannot be read.
    """
    with _collector_paused():
        return check(source, finder(beside))


def finder(beside: Path | None = None) -> FindVocabulary:
    """Return how a vocabulary is found by its name.

    In: the folder of the file that uses it, if it lies in one. A vocabulary in that folder (first
    in its folder `vocabularies`) is taken before those that distributions offer, the shipped ones
    among them. Errors of what is returned: as for `check_source`.
    """

    def find(name: str) -> Source | Refused | None:
        file = name + _POLICY
        for place in (beside / _VOCABULARIES, beside) if beside is not None else ():
            if _is_file(place / file):
                return read_source(place / file)
        return _offered(name)

    return find


def _offered(name: str) -> Source | Refused | None:
    found = plugins.find(name)
    if found is None:
        close = nearest(name, plugins.offered())
        advice = f"did you mean `{close}`? " if close else ""
        advice += "no vocabulary of that name is shipped, installed or beside the file"
        return Refused("PP205", f"`{name}` is not a known vocabulary", advice)
    if isinstance(found, Refused):
        return found
    try:
        text = decode_source(found.data, found.name).text
    except PolicyError as error:
        why = error.diagnostics[0].message
        return plugins.cannot_be_used(name, found.distribution, why)
    return Offered(
        found.name,
        text,
        distribution=found.distribution,
        lowerings=found.lowerings,
        clause_kinds=found.clause_kinds,
    )


def expand_source(source: Source, beside: Path | None = None) -> Source:
    """Return a text with each phrase replaced by the core text that it stands for.

    In: as for `check_source`. Errors: PolicyError with everything that is wrong; PP101 and OSError
    as for `check_source`.
    """
    text, found = expand(source, finder(beside))
    if text is None:
        raise PolicyError(found)
    return Source(source.name, text)


def wordings_of(source: Source, beside: Path | None = None) -> Wordings:
    """Return the phrases and clause kinds of the vocabularies that a text uses.

    In: as for `check_source`; the text may be faulty. Errors: PP101 and OSError as for
    `check_source`.
    """
    return wordings(source, finder(beside))


def load_source(source: Source, beside: Path | None = None) -> Program:
    """Check a text and return its program; warnings let it pass.

    In: as for `check_source`. Errors: PolicyError with everything that is wrong, and PP111 if the
    text is no program; PP101 and OSError as for `check_source`.
    """
    program, found = check_source(source, beside)
    if program is None:
        raise PolicyError(found if has_errors(found) else [_no_program(source)])
    return program


def has_errors(found: tuple[Diagnostic, ...]) -> bool:
    """Return whether any of the diagnostics keeps a policy from loading."""
    return any(d.severity is Severity.ERROR for d in found)


def read_source(path: str | os.PathLike[str]) -> Source:
    """Read a policy file. Errors: OSError; PolicyError PP101 if it is not text in UTF-8."""
    return decode_source(Path(path).read_bytes(), os.fspath(path))


def decode_source(data: bytes, name: str) -> Source:
    """Read the bytes of a policy as UTF-8; a byte order mark at the beginning is left out.

    In: the bytes, and the name that messages give to the text. Errors: PolicyError PP101 for
    bytes that are not UTF-8 and for the character zero, naming the place.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = data.count(b"\n", 0, error.start) + 1
        what = f"byte {error.start + 1} (in line {at}) is not UTF-8"
        raise _not_text(name, what, "save the file as text in UTF-8") from None
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        place = Source(name, text).place(Span(text.index("\0"), text.index("\0")))
        what = f"the character zero stands in line {place.line}, column {place.column}"
        raise _not_text(name, what, "is this the right file?")
    return Source(name, text)


def shipped_ids() -> tuple[str, ...]:
    """Return the ids of all shipped policies, in the order of the alphabet. No errors.

    >>> import peerpolicy as pp
    >>> "us/ct/dds_peer_to_peer" in pp.shipped_ids()
    True
    """
    root = folder("policies")
    found = (id_ for each in root.iterdir() if each.is_dir() for id_ in _ids(each, each.name))
    return tuple(sorted(id_ for id_ in found if not id_.startswith(f"{_VOCABULARIES}/")))


def shipped_source(policy_id: str) -> Source:
    """Return the text of a shipped policy, named after its id.

    Errors: PeerPolicyError, with the nearest id, if none of that id is shipped.
    """
    _refuse_unknown(policy_id)
    return decode_source(_shipped(policy_id + _POLICY).read_bytes(), policy_id)


def shipped_facts(policy_id: str) -> bytes:
    """Return the shipped sample facts of a policy, as the bytes of their JSON file.

    Errors: PeerPolicyError if no policy of that id is shipped or it has no sample facts.
    """
    _refuse_unknown(policy_id)
    facts = _shipped(policy_id + _FACTS)
    if not facts.is_file():
        raise PeerPolicyError(f"no sample facts are shipped for `{policy_id}`")
    return facts.read_bytes()


def _ids(place: Traversable, prefix: str) -> Iterator[str]:
    for each in place.iterdir():
        if each.is_dir():
            yield from _ids(each, f"{prefix}/{each.name}")
        elif each.name.endswith(_POLICY):
            yield f"{prefix}/{each.name.removesuffix(_POLICY)}"


def _refuse_unknown(policy_id: str) -> None:
    known = shipped_ids()
    if policy_id in known:
        return
    close = nearest(policy_id, known)
    advice = f"did you mean `{close}`?" if close else f"shipped are: {', '.join(known)}"
    raise PeerPolicyError(f"no policy `{policy_id}` is shipped; {advice}")


def _shipped(name: str) -> Traversable:
    return folder("policies").joinpath(*name.split("/"))


def _is_file(path: Path) -> bool:
    """Say whether a file is there; a name too long for the file system is the name of none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _no_program(source: Source) -> Diagnostic:
    message = "the file holds no program"
    advice = "load the program that uses it; a vocabulary answers nothing alone"
    return Diagnostic("PP111", message, advice, source, Span(0, 0))


def _not_text(name: str, what: str, advice: str) -> PolicyError:
    return PolicyError([Diagnostic("PP101", f"`{name}` is not text: {what}", advice)])


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Pause the garbage collector: the trees of a parse are many and all are kept."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
