"""The English catalogue, and how sentences get into it (``make messages``)."""
