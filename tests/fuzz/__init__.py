"""Fuzzing led by coverage, run by hand; what it finds becomes a test beside the code."""
