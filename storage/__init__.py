"""SQLAlchemy tables and queries, the encrypted vault, inbox, outbox, due work and the ledger's rows."""
