"""The one engine all masking tests share, and the street photograph they look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from masking import MaskingPool
from masking.pipeline import Engine

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / ".models"
TESTDATA = ROOT.parent / "shared" / "testdata"


@pytest.fixture(scope="session")
def models() -> Path:
    if not MODELS.is_dir():
        pytest.skip("no models here: run `python -m masking.models .models` first")
    return MODELS


@pytest.fixture(scope="session")
def engine(models: Path) -> Iterator[Engine]:
    """The one engine all share. It remembers what it saw of the last pictures as in life, only of more of them: most
    tests look at the same photograph, and begin with the same suspect.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("masking.pipeline.KEPT", 12)
        patch.setattr("masking.networks.detectors.KEPT", 400)
        patch.setattr("masking.find.texts.KEPT", 40)
        with Engine(models) as shared:
            yield shared


@pytest.fixture(scope="session")
def workshop(models: Path) -> Iterator[MaskingPool]:
    """The one pool all share whose subject isn't how a child ends: to start one costs more than to answer.

    Patient, since its child is kind to others: on a busy machine it gets little.
    """
    with MaskingPool(models, memory_mb=2000, seconds=600) as shared:
        yield shared


@pytest.fixture(scope="session")
def crossing() -> bytes:
    """Some 14 people on a crossing; see simulator/pictures/SOURCES.md."""
    return (ROOT / "simulator" / "pictures" / "crossing.jpg").read_bytes()


@pytest.fixture(scope="session")
def testdata() -> Path:
    if not TESTDATA.is_dir():
        pytest.skip("../shared/testdata is not here; the measuring pictures are never shipped")
    return TESTDATA
