"""``make bite``: take each rule on the guideline map away, run the tests of its row, and see one of them fail.

Rows and rules can be named by how they begin (``make bite ONLY="R-064 policy.access"``). Tests that need a browser or
PostgreSQL are left out. The exit status is 0 if every rule of every row is missed by a test of that row.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from tests.bite.child import GREEN, Outcome, outcome, start, warm
from tests.conftest import SLOW
from tests.policy.guideline_rows import HELD

Pair = tuple[str, str, tuple[str, ...]]
"""A requirement, one of its rules, and the tests of its row."""


def nearest_first(rule: str, tests: Sequence[str]) -> tuple[str, ...]:
    """The tests of the rule's own house are the likeliest to miss it; the slow ones are asked when no other did."""
    house = f"tests/{rule.partition('.')[0]}/"
    return tuple(sorted(tests, key=lambda test: (test.startswith(SLOW), not test.startswith(house))))


def outcomes(pairs: Sequence[Pair], folder: Path) -> Iterator[tuple[Pair, Outcome]]:
    """As many children at once as there are processors; each outcome as it comes."""
    waiting = list(enumerate(pairs))[::-1]
    at_work: dict[int, tuple[Pair, Path]] = {}
    while waiting or at_work:
        if waiting and len(at_work) < (os.cpu_count() or 1):
            number, pair = waiting.pop()
            place = folder / str(number)
            at_work[start(pair[2], place, without=pair[1])] = pair, place
        else:
            child, _ = os.wait()
            pair, place = at_work.pop(child)
            yield pair, outcome(place)


def with_every_rule(tests: Sequence[str], folder: Path) -> Outcome:
    """A test that fails in any case misses nothing."""
    os.waitpid(start(tests, folder), 0)
    return outcome(folder)


def main(named: Sequence[str]) -> int:
    """Print a line for each rule of each row, and then what nobody misses."""
    began = time.monotonic()
    pairs = [(row.requirement, rule, nearest_first(rule, row.tests)) for row in HELD for rule in row.rules]
    pairs = [pair for pair in pairs if not named or any(part.startswith(tuple(named)) for part in pair[:2])]
    warm()
    toothless, bitten = [], set()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for (requirement, rule, _), found in outcomes(pairs, folder):
            click.echo(f"{requirement} without {rule}: {found.test or 'NOT MISSED'}: {found.why[:100]}")
            if found.test:
                bitten.add(found.test)
            else:
                toothless.append(f"{requirement} without {rule}: {found.why}")
        if bitten and (whole := with_every_rule(sorted(bitten), folder / "whole")).why != GREEN:
            toothless.append(f"with every rule in place: {whole.test} {whole.why}")
    click.echo(f"\n{len(pairs)} rules taken away in {time.monotonic() - began:.0f} s; not missed: {len(toothless)}")
    click.echo("\n".join(toothless), err=True)
    return bool(toothless)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
