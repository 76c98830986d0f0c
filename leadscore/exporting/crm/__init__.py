"""What CRMs take in: scores in the shape of each, and the model as the settings that a marketer types."""
