"""RUN: what it takes to run a municipality on it: people, settings, health, machine doors."""
