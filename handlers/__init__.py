"""One file per verb: load facts, ask policy, write, queue cards."""
