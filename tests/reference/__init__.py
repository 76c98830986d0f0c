"""A second scorer in plain Python, written from the meaning of the model file alone, and random worlds for it."""
