"""Every version of the network's rules that a case was decided under, in full, and whose decision it was."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from zoneinfo import ZoneInfo

from audit.event import Event
from handlers.context import Context
from handlers.errors import NotFound
from handlers.recipient import Sentences
from policy.guideline import document
from policy.references import Reference, in_force
from policy.rules import Rules
from storage.tables import Network, RuleSet

LANGUAGES = ("ja", "en")


def rules_to_cite(network: Network, ctx: Context) -> Rules:
    """R-126, L231: the rules of this moment, and on record in full before anything is decided under them.

    So a version that comes with new software, or a new edition of what the rules rest on, is kept as well.
    """
    rules = ctx.uow.stores.rules(network.id)
    rest_on = in_force(ctx.now.astimezone(ZoneInfo(network.timezone)).date())
    new = RuleSet(
        network_id=network.id,
        version=rules.version,
        settings=asdict(rules),
        citations={reference.name: reference.in_force_from.isoformat() for reference in rest_on},
        in_force_since=ctx.now,
        changed_by=ctx.by,
    )
    if not _same(ctx.uow.rule_sets.in_force(network.id), new):
        _put_in_force(new, rules, rest_on, ctx)
    return rules


def _put_in_force(new: RuleSet, rules: Rules, rest_on: Collection[Reference], ctx: Context) -> None:
    earlier = ctx.uow.rule_sets.in_force(new.network_id, lock=True)
    if _same(earlier, new):
        return
    new.wording = {language: readable(rules, rest_on, ctx.ports.sentences(language)) for language in LANGUAGES}
    ctx.uow.rule_sets.put_in_force(new, earlier)
    ctx.note(Event.RULES_SET, None, None, version=new.version, **({"replaces": earlier.version} if earlier else {}))


def _same(earlier: RuleSet | None, new: RuleSet) -> bool:
    return earlier is not None and (earlier.version, earlier.citations) == (new.version, new.citations)


def readable(rules: Rules, rest_on: Collection[Reference], t: Sentences) -> str:
    """R-126, R-127: the rules as a document beside the guideline, each paragraph with its clauses and lines."""
    lines = []
    for heading, paragraphs in document(rules, rest_on):
        lines += ["", f"## {t(heading)}", ""]
        for paragraph in paragraphs:
            places = ", ".join(f"L{line}" for line in paragraph.lines)
            lines.append(f"- {t(paragraph.sentence, **paragraph.values)} [{', '.join(paragraph.clauses)}; {places}]")
    return "\n".join(lines) + "\n"


def version_on_record(version: str, ctx: Context) -> str:
    """R-126: one version as text: when it was in force, who put it there, its values, and the document of its day.

    Raises:
        NotFound: no such version was in force here since versions are kept.
    """
    periods = ctx.uow.rule_sets.history([version])
    if not periods:
        raise NotFound
    newest = periods[-1]
    values = [f"{name} = {value}" for name, value in sorted(newest.settings.items())]
    rests = [f"{name} {edition}" for name, edition in sorted(newest.citations.items())]
    texts = [newest.wording[language] for language in LANGUAGES if language in newest.wording]
    return "\n".join([*map(period, periods), "", *rests, "", *values, *texts])


def period(row: RuleSet) -> str:
    """One line: the version, from when to when it was in force, and whose act it was."""
    until = f"{row.replaced_at:%Y-%m-%dT%H:%MZ}" if row.replaced_at else "…"
    return f"{row.version}  {row.in_force_since:%Y-%m-%dT%H:%MZ} – {until}  {row.changed_by or '-'}"
