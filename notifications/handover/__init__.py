"""The concern leaves for the case system: the files, the ways there, the receipt, and then the deletion."""
