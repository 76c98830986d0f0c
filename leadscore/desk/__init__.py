"""The rep's desk: whom to call first, why this lead, what changed, and what it would take."""
