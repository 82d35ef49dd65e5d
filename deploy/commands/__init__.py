"""One module per file in bin/."""
