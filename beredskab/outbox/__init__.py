"""TELL: messages without content. The ledger row is the promise, the worker only keeps it."""
