"""Points that the past suggests for rules that a team has."""
