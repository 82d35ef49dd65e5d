"""Measures the portal against its goals, in one run on one machine: `bin/bench [part ...] [--json]`.

Times of one machine say little about another, so a throughput is a ratio to something plain that was
measured in the same run. A part is a function under `@part`; a new one joins by being imported in parts.py.
"""
