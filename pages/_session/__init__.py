"""The only door to the session state and the caches of the pages."""
