"""What hangs on the wall and stands on the public page: facts, contradictions, and proof that it hangs."""
