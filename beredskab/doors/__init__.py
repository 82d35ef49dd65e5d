"""DOORS for other systems: tokens, what they may ask, who is told by signed messages, people by SCIM 2.0."""
