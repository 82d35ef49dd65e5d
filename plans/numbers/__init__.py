"""The municipality's numbers as living data: which hold now, who changes them, who looks after them."""
