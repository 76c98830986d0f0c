"""The same query on DuckDB, PostgreSQL and Spark Connect gives the same evidence and the same scores."""
