"""Servers of the stores that a cluster reads from and writes to."""
