"""The pages under /status/: how far the recommendations and the action plans are, and who does what."""
