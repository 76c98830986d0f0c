"""Fields that know the outcome, and rules that cannot do what they say on these data."""
