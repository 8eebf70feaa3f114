"""What of a suspect is let through: evidence, vetoes, heads, and what a hand corrects."""
