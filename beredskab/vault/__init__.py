"""SEAL: envelope encryption of what is said about a child (trust.md "Encryption at rest", stage 1)."""
