"""Personal proof of duty: the fingerprint of what was sent, and a page that confirms it and shows nothing."""
