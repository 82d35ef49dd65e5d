"""One concern as its team meets it: what happened, what is next, who was here, what it comes to."""
