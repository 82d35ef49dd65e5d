"""Keys and copies: two persons for what is done to keys, anchors of the log, backup and its trial."""
