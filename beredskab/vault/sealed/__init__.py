"""Closed teams: their key lies behind their members' passphrases, and nowhere else. See ADR 22.

members.py   choosing, changing and forgetting a passphrase
tickets.py   unlocked for a quarter of an hour, in one browser; opening with it
team.py      sealing a team, letting somebody in, the rest of a team
moving.py    new keys when somebody has left, and what was sealed to the old ones
room.py      what is done with private keys: here, or by the key agent
"""
