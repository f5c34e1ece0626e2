"""Who is who among millions of names, in shards that know nothing of one another: a simulation, and what it takes.

usage: python -m benchmarks.identity [--names N] [--shards N] [--jobs N] [--figures]

Reading documents is work that can be divided at will. Identity across documents is not: it has to see all names that
might be one entity's together. It needs nothing but the names, though, and never compares names that lie far apart: two
names are joined only if they have a blocking key in common (kg.reading.namings): the same stem, or, where they are
those of persons, the same first names and a family name that is the same without a letter. So names are dealt out to
shards by these keys, each name of a person twice; each shard finds its links by itself, on whatever machine; and the
links, of which there are few, are joined in the end. A sample is joined by kg itself as well; both must find the same.

The names are made up: three fifths are those of persons, with first names that are frequent and rare as in life, and
every fiftieth is written in a second way.
"""

from __future__ import annotations

import multiprocessing
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, chain, combinations
from pathlib import Path
from typing import TypeAlias
from zlib import crc32

import click

from benchmarks import costs
from benchmarks.figures import Figure, Spread, figures_option, show
from benchmarks.texts import ENDS, MIDDLES, ONSETS, STEMS, SUFFIXES
from kg import ontology
from kg.model import Document, Mention, Reading
from kg.reading.entities import resolve
from kg.reading.namings import Who, between, blocking_keys

PERSON, FIRM = "Person", "Company"
FORMS = ("Inc.", "Ltd", "GmbH", "AG", "plc")
DIVIDER = "|"
"""What stands between the parts of a key, of which only that of a family name has three."""
FIRST_NAMES = 2000
PERSONS, VARIANTS = 0.6, 0.02
PER_SECOND = "names/s"
PART = 250_000
"""How many names a process makes at a time."""
SAMPLE = 20_000
"""How many names kg itself joins too."""


Link: TypeAlias = tuple[Who, Who]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """What was found in a shard, and what it took."""

    names: int
    keys: int
    links: list[Link]
    seconds: float
    memory: float


# ---------------------------------------------------------------- names


def names(start: int, number: int) -> Iterator[Who]:
    """So many names from a place in the sequence of all names; those of a part do not depend on the others."""
    dice = random.Random(start)
    weights = list(accumulate(1 / place for place in range(1, FIRST_NAMES + 1)))
    for _ in range(number):
        make = _person if dice.random() < PERSONS else _firm
        name = make(dice, weights)
        yield name
        if dice.random() < VARIANTS:
            yield _variant(name, dice)


def _person(dice: random.Random, weights: list[float]) -> Who:
    first = dice.choices(range(FIRST_NAMES), cum_weights=weights)[0]
    given = STEMS[first % len(STEMS)] + ("" if first < len(STEMS) else "o")
    return f"{given} {dice.choice(ONSETS)}{dice.choice(MIDDLES)}{dice.choice(MIDDLES)}{dice.choice(ENDS)}", PERSON


def _firm(dice: random.Random, _: list[float]) -> Who:
    return f"{dice.choice(STEMS)} {dice.choice(STEMS)}{dice.choice(MIDDLES)} {dice.choice(SUFFIXES)}", FIRM


def _variant(who: Who, dice: random.Random) -> Who:
    """The name as somebody else writes it: a person's with a letter less, a firm's with its legal form."""
    name, type_ = who
    return (name[:-2] + name[-1] if type_ == PERSON else f"{name} {dice.choice(FORMS)}"), type_


# ---------------------------------------------------------------- shards


def keys(who: Who) -> dict[str, list[str]]:
    """What a name is dealt out by → its blocking keys there; those of a family name go by its first letter."""
    found: dict[str, list[str]] = defaultdict(list)
    for *first, last in blocking_keys(who[0], person=who[1] == PERSON):
        found[DIVIDER.join((who[1], *first, last[:1] if first else last))].append(DIVIDER.join((who[1], *first, last)))
    return found


def links(dealt: Iterable[tuple[Who, Iterable[str]]]) -> list[Link]:
    """The pairs of names of a shard that a rule joins.

    :param dealt: names, each with its blocking keys.
    """
    blocks: dict[str, set[Who]] = defaultdict(set)
    for who, own in dealt:
        for key in own:
            blocks[key].add(who)
    pairs = dict.fromkeys(chain.from_iterable(combinations(sorted(block), 2) for block in blocks.values()))
    return [(one, other) for one, other in pairs if between(other[0], one[0], person=one[1] == PERSON)]


def joined(found: Iterable[Link]) -> list[list[Who]]:
    """The names that links join, those of one entity together."""
    above: dict[Who, Who] = {}

    def top(who: Who) -> Who:
        while (upper := above.setdefault(who, who)) != who:
            above[who] = above[upper]
            who = upper
        return who

    for one, other in found:
        above[top(one)] = top(other)
    groups: dict[Who, list[Who]] = defaultdict(list)
    for who in list(above):
        groups[top(who)].append(who)
    return [sorted(members) for members in groups.values()]


# ---------------------------------------------------------------- processes


def deal(start: int, number: int, shards: int, folder: Path) -> float:
    """Write some names to the files of their shards, one for each process; the seconds that took."""

    def run() -> None:
        dealt: dict[int, list[str]] = defaultdict(list)
        for who in names(start, number):
            for key, own in keys(who).items():
                dealt[crc32(key.encode()) % shards].append("\t".join((*who, *own)))
        for place, lines in dealt.items():
            (folder / str(place)).mkdir(exist_ok=True)
            (folder / str(place) / f"{start}.tsv").write_text("\n".join(lines), encoding="utf-8")

    return costs.seconds(run)


def join(folder: Path) -> Shard:
    """Find the links of a shard."""
    lines: set[str] = set()
    found: list[Link] = []

    def run() -> None:
        for path in folder.iterdir():
            lines.update(path.read_text(encoding="utf-8").splitlines())
        found.extend(links(map(_dealt, lines)))

    taken = costs.seconds(run)
    stems = sum(line.count(DIVIDER) == 1 for line in lines)
    return Shard(names=stems, keys=len(lines), links=found, seconds=taken, memory=costs.memory())


def _dealt(line: str) -> tuple[Who, list[str]]:
    name, type_, *own = line.split("\t")
    return (name, type_), own


def measure(number: int, shards: int, jobs: int) -> list[Figure]:
    """Deal names out and join them, with so many processes."""
    check(SAMPLE)
    parts = [(start, min(PART, number - start)) for start in range(0, number, PART)]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        spawn = multiprocessing.get_context("spawn")  # what runs in other threads of the caller must not be copied
        with ProcessPoolExecutor(max_workers=jobs, mp_context=spawn) as pool:
            dealing = sum(pool.map(partial(_deal, shards=shards, folder=folder), parts))
        # a process for each shard, so that its memory is its own
        with ProcessPoolExecutor(max_workers=jobs, max_tasks_per_child=1, mp_context=spawn) as pool:
            done = list(pool.map(join, sorted(folder.iterdir())))
    groups: list[list[Who]] = []
    joining = costs.seconds(lambda: groups.extend(joined(link for one in done for link in one.links)))
    distinct, dealt = sum(one.names for one in done), sum(one.keys for one in done)
    what = f"{distinct:,} names"
    return [
        _figure(f"Dealing out {what}", PER_SECOND, number / dealing),
        _figure(f"Finding their links in {shards} shards", PER_SECOND, distinct / sum(one.seconds for one in done)),
        _figure("The largest shard, of all keys", "%", 100 * max(one.keys for one in done) / dealt),
        _figure("Its memory", "MiB", max(one.memory for one in done)),
        _figure(f"Joining the links to {len(groups):,} entities of several names", "s", joining),
    ]


def _deal(part: tuple[int, int], shards: int, folder: Path) -> float:
    return deal(*part, shards, folder)


def _figure(what: str, unit: str, value: float) -> Figure:
    return Figure(part="Identity, a simulation", what=what, unit=unit, kg=Spread.of([value]), headline=False)


class UnequalError(Exception):
    """Shards that find others to be one than kg does."""


def check(number: int) -> None:
    """Make sure that shards find what kg finds.

    :raises UnequalError: where they do not.
    """
    whos = sorted(set(names(0, number)))
    apart: dict[int, list[tuple[Who, list[str]]]] = defaultdict(list)
    for who in whos:
        for key, own in keys(who).items():
            apart[crc32(key.encode()) % 7].append((who, own))
    ours = sorted(joined(link for dealt in apart.values() for link in links(dealt)))
    if ours != _joined_by_kg(whos):
        raise UnequalError(f"{len(ours)} entities with several names, and kg finds others")


def _joined_by_kg(whos: list[Who]) -> list[list[Who]]:
    text = "x"
    mentions = [
        Mention(document_id="all", start=0, end=1, text=text, type=type_, head=0, name=name) for name, type_ in whos
    ]
    reading = Reading(document=Document(id="all", text=text), mentions=tuple(mentions))
    (found,) = resolve([reading], ontology.load())
    groups = [sorted((step, e.type) for step in {e.label, *(n.name for n in e.namings)}) for e in found.entities]
    return sorted(group for group in groups if len(group) > 1)


@click.command(help=__doc__.partition("\n")[0])
@click.option("--names", "number", type=click.IntRange(min=1), default=300_000, show_default=True, help="How many.")
@click.option("--shards", type=click.IntRange(min=1), default=64, show_default=True, help="Over how many shards.")
@click.option("--jobs", type=click.IntRange(min=1), default=2, show_default=True, help="How many processes.")
@figures_option()
def main(number: int, shards: int, jobs: int, as_figures: bool) -> None:
    """Simulate, and print what it took."""
    show(measure(number, shards, jobs), as_figures=as_figures)


if __name__ == "__main__":
    main()
