"""The key agent: a process of its own under a user of its own that holds the private keys. See ADR 17.

    wire.py       what is said over the socket
    client.py     the portal's side
    pace.py       how much one person may open in an hour
    door.py       whether this person may open this now, asked of the database; the trace
    safe_room.py  what is done with private keys
    sealed_room.py  the same for those of closed teams, which lie behind passphrases
    server.py     the process: who is at the other end, the log

It starts with `python -m beredskab.vault.agent` and knows neither Django nor a page.
"""
