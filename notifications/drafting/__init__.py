"""What the filer is writing: sealed answers, drafts that lapse, posts that outlived their session."""
