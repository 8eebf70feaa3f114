"""What an alert must not say, one file per kind; ``policy.wording`` puts them together."""
