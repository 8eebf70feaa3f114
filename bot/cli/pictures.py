"""``hansho mask``: masking by itself, for whoever wants to see what it does before anything is sent."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

import click

from bot.cli.files import whole_file
from bot.language import sentences
from bot.settings import Settings
from masking import (
    Found,
    Masked,
    MaskingError,
    MaskingPool,
    NobodyThere,
    Overrun,
    OwnModel,
    OwnModels,
    Still,
    StillVisible,
    Unreadable,
    is_video,
)
from masking.files.container import LARGEST
from policy.facts import QualityFacts
from policy.quality import flaws

EXITS: Mapping[type[MaskingError], int] = {Unreadable: 3, Overrun: 3, NobodyThere: 4, StillVisible: 5}
"""Everything else, such as missing models, is 1; a wrong command line is 2."""

REASONS = {
    "too_large": "ファイルが大きすぎます（25 MBまで）。 / The file is too large (up to 25 MB).",
    "broken": "ファイルが壊れています。 / The file is broken.",
    "not_an_image": "写真ではありません（JPEG・PNG・WebP・HEIC・GIF・BMP）。"
    " / Not a picture (JPEG, PNG, WebP, HEIC, GIF, BMP).",
    "animated": "動く画像は使えません。 / Moving pictures can't be used.",
    "too_many_pixels": "画素が多すぎます（JPEGは2億、ほかは5000万まで）。 / Too many pixels (up to 200 or 50 million).",
    "not_a_video": "動画ではありません（MP4・MOV・WebM・AVI）。 / Not a video (MP4, MOV, WebM, AVI).",
    "video_too_large": "動画のファイルが大きすぎます（100 MBまで）。 / The video file is too large (up to 100 MB).",
    "video_too_long": "動画が長すぎます（60秒まで）。 / The video is too long (up to 60 s).",
    "video_too_many_pixels": "動画の画素が多すぎます（4Kまで）。 / Too many pixels in the video (up to 4K).",
    "video_without_pictures": "動画に映像がありません。 / There are no pictures in the video.",
    "video_broken": "動画が壊れています。 / The video is broken.",
}
SAID: Mapping[type[MaskingError], str] = {
    Overrun: "時間かメモリが足りず、止めました。ほかの写真を使ってください。"
    " / Stopped: too much time or memory. Use another picture.",
    NobodyThere: "その場所に人が見つかりません。体の真ん中を指してください。"
    " / Nobody was found there. Point at the middle of the body.",
    StillVisible: "隠したあとも顔かほかの人が見えるおそれがあります。何も保存していません。ほかの写真を使ってください。"
    " / A face or somebody else might still be visible. Nothing was written. Use another picture.",
}


ONNX = click.Path(exists=True, dir_okay=False, path_type=Path)


class Spot(click.ParamType[tuple[int, int]]):
    """``X,Y`` in pixels of the upright picture, as ``--list`` counts them."""

    name = "X,Y"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Two whole numbers."""
        if isinstance(value, str) and (spot := re.fullmatch(r"([0-9]{1,5}),([0-9]{1,5})", value.strip())):
            return int(spot[1]), int(spot[2])
        return self.fail("X,Y （例 320,240） / X,Y, such as 320,240", param, ctx)


@click.command()
@click.argument("picture", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option("--suspect", "suspects", type=Spot(), multiple=True, help="A point on the suspect; may be repeated.")
@click.option("--list", "listing", is_flag=True, help="Only say who is found, numbered from left to right.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.option(
    "--models",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="HANSHO_MODELS",
    default=Settings.model_fields["models"].default,
    show_default=True,
)
@click.option("--instance-model", type=ONNX, help="A model of your own that tells people apart; docs/own-models.md.")
def mask(
    picture: Path,
    out: Path | None,
    suspects: tuple[tuple[int, int], ...],
    models: Path,
    instance_model: Path | None,
    *,
    listing: bool,
    as_json: bool,
) -> None:
    """Fill everything in PICTURE but the suspects below the head, and write it to OUT as PNG.

    With --list, PICTURE may be a video of up to 60 s: listed are the scenes that the chat would offer.

    Ends with 3 when the picture can't be used, 4 when nobody is at a point, 5 when somebody could still be seen; then
    nothing is written. Needs no settings and no database.
    """
    if listing == (out is not None) or listing == bool(suspects):
        raise click.UsageError("PICTURE --list / PICTURE OUT --suspect X,Y")
    if out and out.exists() and out.samefile(picture):
        raise click.UsageError("OUT = PICTURE: 元の写真は残します。 / The original is kept.")
    with picture.open("rb") as file:
        data = file.read(LARGEST + 1)  # one byte too many is enough to be refused
    with _pool(models, instance_model) as pool:
        try:
            masked = _masked(pool, data, out, suspects, as_json=as_json)
        except MaskingError as error:
            _refuse(error, as_json=as_json)
    if masked is None or out is None:
        return
    with whole_file(out) as part:
        part.write_bytes(masked.picture)
    _say(masked, as_json=as_json)


def _say(masked: Masked, *, as_json: bool) -> None:
    """What was written."""
    quality: Any = masked.evidence["quality"]
    if as_json:
        said = {"width": masked.width, "height": masked.height, "sha256": masked.sha256, **_judged(quality)}
        click.echo(json.dumps({**said, "evidence": masked.evidence}))
        return
    _warn(quality)
    click.echo(f"保存しました。必ず目で確かめてください。 / Written. Do look at it yourself.\nSHA-256 {masked.sha256}")


def _masked(
    pool: MaskingPool, data: bytes, out: Path | None, suspects: tuple[tuple[int, int], ...], *, as_json: bool
) -> Masked | None:
    """What is to be written; None after a list."""
    if out is None and is_video(data):
        _tell_scenes(pool.stills(data, lambda _done, _of: None), as_json=as_json)
        return None
    found = pool.find(data)
    if out is None:
        _tell(found, as_json=as_json)
        return None
    return pool.mask(found.picture, suspects)


def _pool(models: Path, *own: Path | None) -> MaskingPool:
    """The masking process with the limits that a server has by default."""
    memory_mb, seconds = (int(Settings.model_fields[f"masking_{n}"].default) for n in ("memory_mb", "seconds"))
    named = OwnModels(*(OwnModel(path) if path else None for path in own))
    return MaskingPool(models, memory_mb=memory_mb, seconds=seconds, own=named)


def _tell(found: Found, *, as_json: bool) -> None:
    if as_json:
        people = [{"number": p.number, "box": p.box} for p in found.people]
        size = {"width": found.width, "height": found.height}
        click.echo(json.dumps({**size, "people": people, "faces": found.faces, **_judged(asdict(found.quality))}))
        return
    click.echo(f"{found.width} × {found.height}")
    for person in found.people:
        click.echo(f"{person.number}\t{','.join(map(str, person.box))}")
    click.echo(f"{len(found.people)}人 / people, 顔 / faces: {len(found.faces)}")
    _warn(asdict(found.quality))


def _tell_scenes(stills: tuple[Still, ...], *, as_json: bool) -> None:
    size = {"width": stills[0].width, "height": stills[0].height}
    if as_json:
        scenes = [{"seconds": still.seconds, "people": still.people} for still in stills]
        click.echo(json.dumps({**size, "scenes": scenes}))
        return
    click.echo(f"{size['width']} × {size['height']}")
    for still in stills:
        click.echo(f"{still.seconds:g} s\t{still.people}人 / people")


def _judged(quality: dict[str, int]) -> dict[str, Any]:
    """R-041: what was measured, and which of it may mislead."""
    return {"quality": quality, "notes": [flaw.name for flaw in flaws(QualityFacts(**quality))]}


def _warn(quality: dict[str, int]) -> None:
    """R-041: each flaw with its number, in both languages."""
    for flaw in flaws(QualityFacts(**quality)):
        click.echo(" / ".join(sentences(language)(flaw.sentence, **flaw.values) for language in ("ja", "en")))


def _refuse(error: MaskingError, *, as_json: bool) -> NoReturn:
    reason = error.reason if isinstance(error, Unreadable) else None
    said = REASONS[reason] if reason else SAID.get(type(error), str(error))
    if as_json:
        click.echo(json.dumps({"error": type(error).__name__, "reason": reason}))
    click.echo(said, err=True)
    sys.exit(EXITS.get(type(error), 1))
