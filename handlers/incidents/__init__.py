"""The day it goes wrong: opened by one tap, taken by the first who answers, worked off step by step, learnt from."""
