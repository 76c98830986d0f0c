"""Benchmarks on a made-up company, run on demand: `python -m tests.benchmarks --help`."""
