"""How leads came to their hand-off: those that reached an outcome, and the others."""
