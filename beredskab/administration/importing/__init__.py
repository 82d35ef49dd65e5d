"""A list from the staff office becomes people, employments and the tree of units. Rules A-01 to A-04."""
