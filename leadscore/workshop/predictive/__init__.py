"""May a machine refine the points: readiness, challengers of the model in use, and what changes meanwhile."""
