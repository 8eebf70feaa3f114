"""The day it goes wrong: what counts as an incident, who is called, which days count, and what has to be done."""
