"""Models of one's own, by path: what tells people apart, what is asked by points. ``docs/own-models.md`` tells how.

Here they are only named; ``masking.networks.own.graph`` reads them, in the process that touches pictures.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class OwnModel:
    """One ``.onnx`` file.

    Attributes:
        path: Where it lies.
        sha256: What it must hash to, in hex; empty takes the file as it is (on the command line, for a try).
    """

    path: Path
    sha256: str = ""


@dataclass(frozen=True)
class OwnModels:
    """What takes the place of the models that come with Hansho; None keeps ours."""

    instances: OwnModel | None = None
    prompt_encoder: OwnModel | None = None
    prompt_decoder: OwnModel | None = None

    def words(self) -> str:
        """For the worker's command line; paths made absolute, since it may start elsewhere."""
        named = {name: model for name, model in vars(self).items() if model}
        return json.dumps({name: {**asdict(m), "path": str(m.path.resolve())} for name, m in named.items()})

    @classmethod
    def from_words(cls, words: str) -> Self:
        """What ``words`` wrote."""
        named = json.loads(words)
        return cls(**{name: OwnModel(Path(m["path"]), m["sha256"]) for name, m in named.items()})
