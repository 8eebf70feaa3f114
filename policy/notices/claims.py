"""What a network's own words claim that can't be so: read sentence by sentence, in three languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from policy.notices import kind, on_conduct, on_people, on_pictures
from policy.notices.amounts import Measure, amounts, bare_numbers, counted, plain
from policy.notices.kind import Claim
from policy.notices.kinds import CLAIMS
from policy.notices.said import Contradiction, Cure, Said, Truth
from policy.verdict import N_, Allow, Deny, Verdict

_DENIED: Final = re.compile(rf"{kind.NOT}|\b(?:no|not|never|without|nobody|none|nothing)\b|n['’]t\b", re.IGNORECASE)
_CLAUSE: Final = re.compile(
    r"(?<![はがをもにでと])、|;|, (?:and|but) |\bbut\b|\band (?:we|our|the|it|they)\b", re.IGNORECASE
)
"""Where what is denied ends: 「顔認証は、使いません」 is one, "we use it, and we share no names" two."""

_JAPANESE: Final = re.compile("[ぁ-んァ-ヶ一-龠]")

_BARE: Final = re.compile(
    "防犯|犯罪(?:の?(?:防止|予防|抑止))|安全|安心|保安|治安(?:の?維持)?|ぼうはん|あんぜん|あんしん"
    "|crime prevention|security|safety",
    re.IGNORECASE,
)
_FILLING: Final = re.compile(
    "のため|目的|利用|使用|使い|使って|録画|記録|撮影|カメラ|映像|作動中|上の?|理由|により|当店|この店|お客様|皆様|みなさま|確保|対策"
    "|します|です|して|います|する|ございます"
    r"|\b(?:for|the|of|we|use|in|operation|purposes?|cameras?|cctv|record(?:ing)?|used|your|our|and|this|shop|store|"
    r"customers?|reasons?|are|is)\b|[のにをがはもでとや、。・，&.,!！\s]",
    re.IGNORECASE,
)


def no_provision(said: Said, true: Truth) -> Contradiction | None:
    """R-029, L101: who warns other businesses doesn't say that nothing is provided to third parties."""
    return _claimed(on_conduct.NO_PROVISION, said, true)


def face_recognition(said: Said, true: Truth) -> Contradiction | None:
    """R-022, L81, L87: every page says that nobody is recognised by their face; the network's own words say so too."""
    return _claimed(on_pictures.FACES, said, true)


def pictures(said: Said, true: Truth) -> Contradiction | None:
    """R-026, R-029, L93, L101: a network that shows no pictures doesn't say that it does."""
    return _claimed(on_pictures.SHOWS_PICTURES, said, true)


def no_pictures(said: Said, true: Truth) -> Contradiction | None:
    """R-026, L93: a network that uses pictures doesn't say that it has none."""
    return _claimed(on_pictures.NO_PICTURES, said, true)


def police_always(said: Said, true: Truth) -> Contradiction | None:
    """R-029, L101: nothing goes to the police by itself, and nobody is told that it does."""
    return _claimed(on_conduct.POLICE, said, true)


def no_objection(said: Said, true: Truth) -> Contradiction | None:
    """R-070, R-099, L146, L214: whoever wants to object is not told that they can't."""
    return _claimed(on_conduct.NO_OBJECTION, said, true)


def no_end(said: Said, true: Truth) -> Contradiction | None:
    """R-027, R-043, L99, L117: nothing is kept without an end, and nobody is told that it is."""
    return _claimed(on_conduct.NO_END, said, true)


def decides_alone(said: Said, true: Truth) -> Contradiction | None:
    """R-112, R-113, L221: several people decide each time; not one, and no machine."""
    return _claimed(on_conduct.ALONE, said, true)


def refused_entry(said: Said, true: Truth) -> Contradiction | None:
    """R-042, L115: an alert asks nobody to turn people away or to seize them."""
    return _claimed(on_people.ENTRY, said, true)


def names_told(said: Said, true: Truth) -> Contradiction | None:
    """R-087, L189: names, addresses and numbers are not told, and nobody is told that they are."""
    return _claimed(on_people.NAMES, said, true)


def public(said: Said, true: Truth) -> Contradiction | None:
    """R-001, L18: a picture is shown to enrolled people alone."""
    return _claimed(on_pictures.PUBLIC, said, true)


def unmasked(said: Said, true: Truth) -> Contradiction | None:
    """R-118, R-119, L233: a picture that goes out is masked."""
    return _claimed(on_pictures.UNMASKED, said, true)


def register(said: Said, true: Truth) -> Contradiction | None:
    """R-111, L219: an alert is about a case; there is no list of people."""
    return _claimed(on_people.REGISTER, said, true)


def nuisance(said: Said, true: Truth) -> Contradiction | None:
    """R-025, L91: alerts are about theft; of nuisance and of other crimes nobody is told."""
    return _claimed(on_people.NUISANCE, said, true)


def guilt(said: Said, true: Truth) -> Contradiction | None:
    """R-042, L115: whom an alert shows is suspected, and nobody's guilt was found; the public is told no more."""
    return _claimed(on_people.GUILT, said, true)


def unread(said: Said, true: Truth) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """R-026, R-029, L93, L101: every sentence, each with the facts (msgids) that it seems to speak of; maybe none.

    No pattern knows every phrase: what is not refused is read by the second person, against these.
    """
    so = [claim for claim in CLAIMS if claim.holds(true)]
    return tuple((one, tuple(claim.fact for claim in so if claim.about.search(one))) for one in _sentences(said))


def check_told(*texts: str) -> Verdict:
    """R-022, R-042, R-043, R-099, L81, L115, L117, L214: what no text says, no letter to a person, no desk's hours."""
    for claim in CLAIMS:
        for text in texts if claim.everywhere else ():
            if (found := _found(claim, _split(text))) is not None:
                return Deny(claim.clause, claim.says, {"words": found})
    return Allow()


def own_numbers(said: Said, true: Truth) -> Contradiction | None:
    """R-027, L99: a period, distance or number of people in the network's own words is one of its rules'."""
    known, plainly = _known(true), _without_units(true)
    given = (one for text in said.stated.statement for one in amounts(text))
    amiss = [one.words for one in given if one.value not in known[one.measure]]
    amiss += [words for one in _sentences(said) for value, words in bare_numbers(one) if value not in plainly]
    if not amiss:
        return None
    says = N_(
        "自分の文の「{words}」は、いまの規則のどの数とも合いません。"
        "公開ページに添える言葉から除いてください。規則の数は自動で載ります。"
    )
    return Contradiction("R-027", Cure.MEND, says, {"words": amiss[0]})


def bare_purpose(said: Said, _true: Truth) -> Contradiction | None:
    """R-020, R-021, L77, L79: 「防犯のため」 alone says too little."""
    bare = next((one for one in _sentences(said) if _BARE.search(one) and not _left(one)), None)
    if bare is None:
        return None
    says = N_(
        "目的が「{words}」だけでは抽象的です。何を防ぎ、何を撮り、だれに知らせるかを、公開ページに添える言葉に書いてください。"
    )
    return Contradiction("R-021", Cure.MEND, says, {"words": bare})


def languages(said: Said, _true: Truth) -> Contradiction | None:
    """R-023, R-029, L85, L101: every language says the same numbers, and whatever one says the others say too."""
    texts = said.stated.statement
    first, *others = [counted(text) for text in texts]
    if all(other == first for other in others) and len({bool(text.strip()) for text in texts}) == 1:
        return None
    says = N_(
        "日本語、やさしい日本語、英語で、数が違うか、どれかの文がありません。公開ページに添える言葉をそろえてください。"
    )
    return Contradiction("R-029", Cure.MEND, says)


def _claimed(claim: Claim, said: Said, true: Truth) -> Contradiction | None:
    desk = (sentence for text in (said.stated.desk_hours, said.stated.desk_address) for sentence in _split(text))
    found = _found(claim, (*_sentences(said), *desk)) if claim.holds(true) else None
    return None if found is None else Contradiction(claim.clause, Cure.MEND, claim.says, {"words": found})


def _found(claim: Claim, sentences: Iterable[str]) -> str | None:
    for one in sentences:
        if claim.spares is not None and claim.spares.search(one):
            continue
        if claim.asserts and (hit := claim.asserts.search(one)) and not _DENIED.search(_clause(one, hit)):
            return hit[0]
        if claim.denies and (hit := claim.denies.search(one)):
            return hit[0]
    return None


def _clause(sentence: str, hit: re.Match[str]) -> str:
    """The part of it that the words stand in."""
    breaks = [0, *(one.end() for one in _CLAUSE.finditer(sentence)), len(sentence)]
    first = max(place for place in breaks if place <= hit.start())
    return sentence[first : min(place for place in breaks if place >= hit.end())]


def _sentences(said: Said) -> Iterator[str]:
    """Of all languages."""
    for text in said.stated.statement:
        yield from _split(text)


def _split(text: str) -> Iterator[str]:
    """Japanese without the blanks that make it easy to read, English at its full stops."""
    if _JAPANESE.search(text):
        yield from filter(None, re.split(r"[。！？!?\n]", re.sub(r"[^\S\n]", "", plain(text))))
    else:
        yield from filter(None, (one.strip() for one in re.split(r"[.!?\n]", plain(text))))


def _known(true: Truth) -> dict[Measure, frozenset[float]]:
    """The rules' own numbers, by what they count; as ``Amount.value``."""
    stated = true.stated
    days = (stated.text_days, 365 * stated.record_years, stated.answer_days)
    hours = {float(24 * count) for count in days} | {float(stated.life_hours), float(stated.original_hours)}
    return {
        Measure.TIME: frozenset(hours),
        Measure.DISTANCE: frozenset({float(stated.radius_km)}),
        Measure.PEOPLE: frozenset({float(stated.approvals)}),
        Measure.STORES: frozenset({float(stated.max_stores), float(len(true.stores))}),
    }


def _without_units(true: Truth) -> frozenset[float]:
    """Every number of the rules that is said in public, in its own unit."""
    said = true.stated
    times = (said.life_hours, said.original_hours, said.text_days, said.record_years, said.answer_days)
    return frozenset(map(float, (*times, said.radius_km, said.approvals, said.max_stores, len(true.stores))))


def _left(sentence: str) -> str:
    """What it says besides that it is for safety."""
    return _FILLING.sub("", _BARE.sub("", sentence)).strip()
