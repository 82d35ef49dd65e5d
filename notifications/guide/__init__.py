"""The guided form as data and decisions: the next question, the advice that is due, what follows.

Pure modules: no database, no clock, no request. ``answers`` reads what was typed, ``questions``
holds the questions, ``stops`` decides the advice pages, ``path`` the order, ``afterwards`` the
receipt.
"""
