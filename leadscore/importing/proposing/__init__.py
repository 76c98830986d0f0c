"""A mapping to start from: what files seem to hold, what has to be asked, and what was answered."""
