"""The plan put into practice: what is recommended, what is to be done, how far it is, and who says so."""
