"""Rules at 0 points that a data set can be asked: attribute values and kinds of activity in their forms."""
