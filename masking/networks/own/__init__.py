"""Networks of one's own, by path and hash."""
