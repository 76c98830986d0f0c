"""Files as rows of texts: one reader a format, and what their texts can mean as numbers and instants."""
