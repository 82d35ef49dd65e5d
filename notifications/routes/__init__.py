"""The routing table as managers work with it: lines in words, what a change moves, two persons, trying it."""
