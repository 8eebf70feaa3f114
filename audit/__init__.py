"""The append-only ledger and its offline verifier; knows nothing of the rest (R-097, R-121)."""
