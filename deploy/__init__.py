"""What bin/* do before and around Django: environment, database cluster, keys, child processes.

Standard library only: most of it runs before the virtual environment exists.

    paths.py        where everything lies, and how we speak to the person at the keyboard
    machine.py      what the machine must have; installs it as root, names it otherwise
    environment.py  the virtual environment, from hash-pinned requirements
    cluster.py      a PostgreSQL of our own under var/, its roles and databases
    roles.sql       the four roles; database.sql what each may do in a database
    prepare.py      secret key, migrations, keys, static files, demo: whatever is not yet there
    children.py     child processes that start, stop and die together
    commands/       one module per file in bin/
"""
