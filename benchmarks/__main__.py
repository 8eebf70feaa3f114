"""``python -m benchmarks`` measures everything and writes the first table of docs/benchmarks.md.

``… mask`` prints masking's own table, ``… taps`` that of corrections by tap, ``… words`` that of the word rules,
``… flood`` that of an attack, ``… growth`` that of a large network, ``… desk`` that of its desk, ``… notices`` that of
photographed notices, ``… waiting`` how long one waits for a picture.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from benchmarks import acknowledge, broadcast, desk, facts, flood, growth, notices, peer, taps, waiting, words
from benchmarks.load import PER_SECOND, SECONDS

PAGE = Path("docs/benchmarks.md")
BEGIN, END = "<!-- measured by make bench -->", "<!-- until here -->"
Measured = TypeVar("Measured")


def main(arguments: Sequence[str]) -> None:
    """One measure after another, each in a folder of its own."""
    for name, own in (
        ("words", words.table),
        ("flood", _flood_table),
        ("growth", _growth_table),
        ("notices", notices.table),
        ("desk", desk.table),
        ("waiting", waiting.table),
    ):
        if list(arguments) == [name]:
            print(own())
            return
    if list(arguments) == ["mask"]:
        for line in peer.table():
            print(line, flush=True)
        return
    if arguments[:1] == ["taps"]:
        sys.exit(taps.main(list(arguments[1:])))
    if arguments:
        sys.exit(str(__doc__))
    about = facts.machine()
    rows = [*_acknowledged(), *_broadcast(), *_flooded(), *_grown(), *_weights(), *_commits()]
    table = _table(about, rows)
    PAGE.write_text(beside_what_people_wrote(PAGE.read_text(encoding="utf-8"), table), encoding="utf-8")
    print(table)


def _in_folder(measure: Callable[[Path], Measured]) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder))


def _acknowledged() -> list[tuple[str, str, str]]:
    found = _in_folder(acknowledge.measure)
    load = f"{PER_SECOND}/s for {SECONDS} s"
    rows = []
    for name, answers, goal in (
        (f"Webhook acknowledged, {load}, {found.masked} pictures masked meanwhile", found.bot, "p99 ≤ 200 ms"),
        ("The same load on a bare FastAPI endpoint (signature, 200), masking too", found.bare, "peer"),
    ):
        figure = f"p50 {answers.quantile(0.5):.0f} ms, p99 {answers.quantile(0.99):.0f} ms, {answers.failed} failed"
        rows.append((name, figure, goal))
    return rows


def _broadcast() -> list[tuple[str, str, str]]:
    found = _in_folder(broadcast.measure)
    return [
        ("Last approval → first neighbour's message accepted", f"{found.first:.2f} s", ""),
        (
            f"Last approval → message no. {found.cards} accepted; the fake answers in 50 ms",
            f"{found.last:.2f} s",
            "≤ 2 s",
        ),
        ("The same messages by line-bot-sdk, one after another", f"{found.one_by_one:.2f} s", "peer"),
    ]


def _flooded() -> list[tuple[str, str, str]]:
    found = _in_folder(flood.measure)
    messages = f"{flood.MESSAGES} messages from strangers in {flood.SECONDS} s"
    return [
        (
            f"「通報」 → its answer accepted, alone and beside {messages}",
            f"p50 {found.calm:.2f} s and {found.beside:.2f} s ({found.beside / found.calm:.1f} ×)",
            "≤ 1.5 ×",
        ),
        ("Messages of the month that the strangers cost", str(found.charged), "0"),
        (f"Recall in the midst of it → message no. {found.recalled} accepted", f"{found.recall:.2f} s", "all leave"),
    ]


def _flood_table() -> str:
    return _table(facts.machine(), _flooded())


def _grown() -> list[tuple[str, str, str]]:
    rows = []
    for found in _in_folder(lambda folder: [*growth.measure(folder)]):
        few, many, on = found.few, found.many, f"{growth.SHOPS} shops beside the demo town's 13, {found.engine}"
        rows += [
            (f"Handing in, {on}", _ratio(few.hand_in, many.hand_in), "≤ 1.3 ×"),
            (f"The approvers' page, {on}", _ratio(few.preview, many.preview), "≤ 1.3 ×"),
            (f"Finding an alert's receivers, {on}", _ratio(few.near, many.near), "≤ 1.3 ×"),
            ("The same by every shop's distance, in numpy", _ratio(few.scan, many.scan), "peer"),
            (f"Importing {growth.SHOPS} shops of chains, {found.engine}", str(found.stores), ""),
            (f"Importing {growth.PEOPLE} people, {found.engine}", str(found.members), "≤ 20 s"),
        ]
    return rows


def _ratio(few: float, many: float) -> str:
    return f"{few:.0f} ms and {many:.0f} ms ({many / few:.2f} ×)"


def _growth_table() -> str:
    return _table(facts.machine(), _grown())


def _weights() -> list[tuple[str, str, str]]:
    server, masking = _in_folder(facts.memory_megabytes)
    return [
        ("Memory of the idle server process (RSS)", f"{server:.0f} MB", "≤ 200 MB"),
        ("Memory of its masking process, models loaded (RSS)", f"{masking:.0f} MB", ""),
        ("`make demo HEADLESS=1` after its set-up", f"{_in_folder(facts.demo_seconds):.0f} s", "≤ 60 s"),
    ]


def _commits() -> list[tuple[str, str, str]]:
    rows = []
    for synchronous, why in (("NORMAL", "ours; the log is synced right after, for all commits at once"), ("FULL", "")):
        middle, worst = _in_folder(lambda folder, mode=synchronous: facts.commit_milliseconds(folder, mode))  # type: ignore[misc]
        name = f"SQLite commit of 1 KB, synchronous={synchronous}{f' ({why})' if why else ''}"
        rows.append((name, f"p50 {middle:.2f} ms, p99 {worst:.2f} ms", ""))
    return rows


def _table(about: str, rows: list[tuple[str, str, str]]) -> str:
    lines = [
        f"Measured on: {about}.",
        "",
        "| What | Figure | Goal |",
        "|---|---|---|",
        *(f"| {what} | {figure} | {goal} |" for what, figure, goal in rows),
        "",
    ]
    return "\n".join(lines)


def beside_what_people_wrote(page: str, table: str) -> str:
    """The page with this table in place of the last one; what stands around it was written by hand, and stays.

    Raises:
        ValueError: the page has no place for it.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE} has no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{table}{END}{after}"


if __name__ == "__main__":
    main(sys.argv[1:])
