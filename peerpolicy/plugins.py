"""Vocabularies of other distributions: found by name, opened only when a file uses them.

What it is for: a distribution offers a vocabulary through the entry-point group
`peerpolicy.vocabularies`; what is shipped is offered in the same form. May import: `_resources`,
what `check` says of offers, attrs and the standard library. What stays true: nothing of a
distribution is imported before a file asks for its vocabulary; a name that two distributions offer
is refused, whatever the order in which they are found; a fault of a distribution is a diagnostic
that names it, never a traceback.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache, partial
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final, TypeVar

import attrs

from peerpolicy._resources import folder
from peerpolicy.check.by_code import ClauseLines, PhraseLine
from peerpolicy.check.declared import Refused
from peerpolicy.check.offered import Failed, Lowering

PLUGIN_INTERFACE: Final = (1, 2)
"""The version of what a distribution may rely on.

1.0: `Vocabulary` and how its file is found. 1.1: `lowerings` and `PhraseLine`. 1.2: `clause_kinds`
and `ClauseLines`.
"""

GROUP: Final = "peerpolicy.vocabularies"
"""The entry-point group; the name of an entry point is the name of its vocabulary."""

T = TypeVar("T")

_OURSELVES: Final = "peerpolicy"
_SUFFIX: Final = ".policy"


@attrs.frozen
class Vocabulary:
    """What a distribution offers under one name: where its `.policy` file lies.

    In: `package`, the name of the package (or the folder) that holds the file; `file`, its name
    there; `interface`, the version of the interface the distribution was written for;
    `lowerings`, for each phrase that says `means by code` its name and the function that makes a
    condition of a `PhraseLine`; `clause_kinds`, for each clause kind its name and the function that
    makes a condition of a `ClauseLines`. The file is read as a resource, so that a zip file will
    do.

    >>> import peerpolicy as pp
    >>> pp.Vocabulary("driving_words", "driving.policy", interface=(1, 0)).file
    'driving.policy'
    """

    package: str | Traversable
    file: str
    interface: tuple[int, int] = attrs.field(kw_only=True)
    lowerings: Mapping[str, Callable[[PhraseLine], object]] = attrs.field(
        factory=dict, kw_only=True
    )
    clause_kinds: Mapping[str, Callable[[ClauseLines], object]] = attrs.field(
        factory=dict, kw_only=True
    )

    def read(self) -> bytes:
        """Return the bytes of the file. Errors: ImportError, OSError for a file not there."""
        place = resources.files(self.package) if isinstance(self.package, str) else self.package
        return place.joinpath(*self.file.split("/")).read_bytes()


@attrs.frozen
class Opened:
    """The text of a vocabulary as bytes, the name that messages give to it, and its code."""

    data: bytes
    name: str
    distribution: str
    lowerings: Mapping[str, Lowering]
    clause_kinds: Mapping[str, Lowering]


@attrs.frozen
class _Offer:
    """One distribution offers a vocabulary; `load` imports what it says about it."""

    distribution: str
    load: Callable[[], object]


def find(name: str) -> Opened | Refused | None:
    """Open the vocabulary of that name.

    Out: its text; why it cannot be used (PP701 to PP703); or None where nobody offers it. No
    errors are raised.
    """
    offers = [*_shipped(name), *_installed().get(name, ())]
    if len(offers) > 1:
        return _clash(name, offers)
    return _open(name, offers[0]) if offers else None


def offered() -> frozenset[str]:
    """Return the names of all vocabularies, shipped and installed; nothing is imported."""
    shipped = (each.name for each in _shipped_folder().iterdir())
    names = (name.removesuffix(_SUFFIX) for name in shipped if name.endswith(_SUFFIX))
    return frozenset(names) | frozenset(_installed())


def cannot_be_used(name: str, distribution: str, why: str) -> Refused:
    """Say that a distribution offers a vocabulary that cannot be used (PP703)."""
    message = f"the vocabulary `{name}` of the distribution `{distribution}` cannot be used: {why}"
    return Refused("PP703", message, "install it again, or tell those who maintain it")


def _clash(name: str, offers: list[_Offer]) -> Refused:
    by = " and ".join(f"`{each}`" for each in sorted(offer.distribution for offer in offers))
    message = f"the vocabulary `{name}` is offered by the distributions {by}"
    advice = "uninstall one of them, or put the vocabulary that is meant beside this file"
    return Refused("PP701", message, advice)


def _open(name: str, offer: _Offer) -> Opened | Refused:
    try:
        found = offer.load()
        if not isinstance(found, Vocabulary):
            return cannot_be_used(name, offer.distribution, "its entry point is no `Vocabulary`")
        if not _fits(found.interface):
            return _other_version(name, offer.distribution, found.interface)
        data = found.read()
        lowerings, clause_kinds = _called(found.lowerings), _called(found.clause_kinds)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # code of others: whatever it does is its fault
        return cannot_be_used(name, offer.distribution, _why(error))
    ours = offer.distribution == _OURSELVES
    shown = f"vocabularies/{name}" if ours else f"{offer.distribution}/{found.file}"
    return Opened(data, shown, offer.distribution, lowerings, clause_kinds)


def _called(offered: Mapping[str, Callable[[T], object]]) -> dict[str, Lowering]:
    """Return the code of a distribution by name, each so called that it raises nothing."""
    return {str(name): partial(_call, code) for name, code in offered.items()}


def _call(code: Callable[[T], object], line: object) -> object:
    """Call the code of a distribution; what it raises is why it failed."""
    try:
        return code(line)  # type: ignore[arg-type]  # the checker hands out what it takes
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # code of others, as above
        return Failed(_why(error))


def _why(error: BaseException) -> str:
    """Return what code of others raised, and where in it; what it called of ours is not named."""
    said, place, trace = "", "", error.__traceback__
    with suppress(Exception):  # an error of others may not even say what it is
        said = f": {error}"
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__"))
        if module.partition(".")[0] not in (_OURSELVES, "importlib"):
            place = f" (in `{module}`, line {trace.tb_lineno})"
        trace = trace.tb_next
    return f"it fails with {type(error).__name__}{said}{place}"


def _fits(interface: tuple[int, int]) -> bool:
    return interface[0] == PLUGIN_INTERFACE[0] and interface[1] <= PLUGIN_INTERFACE[1]


def _other_version(name: str, distribution: str, interface: tuple[int, int]) -> Refused:
    asked, ours = (".".join(str(part) for part in each) for each in (interface, PLUGIN_INTERFACE))
    message = (
        f"the vocabulary `{name}` of the distribution `{distribution}` was written for version"
        f" {asked} of the plug-in interface; this is version {ours}"
    )
    newer = interface > PLUGIN_INTERFACE
    advice = f"install a {'newer peerpolicy' if newer else f'newer version of `{distribution}`'}"
    return Refused("PP702", message, advice)


# ---------------------------------------------------------------- who offers what


def _shipped_folder() -> Traversable:
    return folder("policies").joinpath("vocabularies")


def _shipped(name: str) -> list[_Offer]:
    """Return what the library itself offers: a bare checkout has no metadata to say it."""
    place, file = _shipped_folder(), name + _SUFFIX
    try:
        there = place.joinpath(file).is_file()
    except OSError:  # too long for the file system, so the name of no file
        there = False
    vocabulary = Vocabulary(place, file, interface=PLUGIN_INTERFACE)
    return [_Offer(_OURSELVES, lambda: vocabulary)] if there else []


def _installed() -> dict[str, tuple[_Offer, ...]]:
    """Return what distributions offer, by name; looked up again when a folder changed."""
    return _scan(tuple((place, _changed(place)) for place in sys.path))


def _changed(place: str) -> int:
    try:
        return os.stat(place or os.curdir).st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=8)
def _scan(_path: tuple[tuple[str, int], ...]) -> dict[str, tuple[_Offer, ...]]:
    from importlib import metadata  # slow to import, and of no use to a file without `use`

    found: dict[str, tuple[_Offer, ...]] = {}
    for point in metadata.entry_points(group=GROUP):
        distribution = point.dist.name if point.dist is not None else "unknown"
        offer = _Offer(distribution, point.load)
        found[point.name] = (*found.get(point.name, ()), offer)
    return found
