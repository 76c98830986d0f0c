"""Three synthetic companies with a known truth: parameters, generator and the files it writes."""
