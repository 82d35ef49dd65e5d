"""From a draft to its readers: review, approval, the day itself, and what is undone at once."""
