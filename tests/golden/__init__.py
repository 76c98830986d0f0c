"""The SQL of telling models as it is exported, kept as files so that every change of it is seen."""
