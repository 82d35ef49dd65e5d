"""Status reports: frozen on a day, approved by somebody, compared, printed and given out."""
