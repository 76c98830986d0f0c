"""Treatments: what can be mended in data after their import, each as one step on a copy, and the steps together."""
