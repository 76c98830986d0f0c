"""Results as people see them: charts, words, and the one road from a model to its closed-loop figures."""
