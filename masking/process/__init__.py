"""The child process that touches pictures: its walls, its limits, and the line to it."""
