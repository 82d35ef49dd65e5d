"""Whom the filer calls besides sending, and what the check of the plans has to know of those numbers."""
