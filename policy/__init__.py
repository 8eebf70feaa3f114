"""The guideline as pure rules: frozen facts in, a verdict out. Imports the standard library only."""
