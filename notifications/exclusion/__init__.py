"""Who must never learn of a concern: told by the filer, found in the directory, added by the team."""
