"""People one by one: where they work, what they may, when they are away, and that they leave."""
