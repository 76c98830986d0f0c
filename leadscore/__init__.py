"""leadscore: agree on how leads are scored, and see what it would have done to real past leads."""

__version__ = "0.1.0"
