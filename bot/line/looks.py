"""Colours and symbols of cards on LINE: white on every accent reads at a contrast of 4.5 to 1 or better (WCAG AA)."""

from __future__ import annotations

from handlers.cards import Tone

WHITE = "#FFFFFF"
INK = "#1B1F24"
MUTED = "#5A6472"
PAPER = "#F4F6F8"
QUIET = "#E9EDF1"
LINK = "#DCE9F7"
WARY = "#F9DEDC"
"""Ground of a button with grave effects: told apart from the one filled button that is the usual answer."""

ACCENT = {
    Tone.PLAIN: "#3D4A5C",
    Tone.QUESTION: "#1F5FA8",
    Tone.ALERT: "#B3261E",
    Tone.STOP: "#1C1C1E",
    Tone.DONE: "#1E6B3A",
    Tone.PROBLEM: "#8A4B00",
}

SYMBOL = {
    Tone.PLAIN: "i",
    Tone.QUESTION: "？",
    Tone.ALERT: "▲",
    Tone.STOP: "■",
    Tone.DONE: "✓",
    Tone.PROBLEM: "！",
}
"""Beside the colour, for those who can't tell red from green; no language's, and none that needs an emoji font."""
