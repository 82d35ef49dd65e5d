"""The annual wheel: what comes back every year, who does it, and what became of each turn."""
