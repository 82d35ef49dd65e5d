"""Canaries: the words, the day on which they are written, and the places in which they are looked for."""
