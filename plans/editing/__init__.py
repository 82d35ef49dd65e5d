"""Writing a draft: open it, change sections and blocks, bring a document in, see what changed."""
