-- The four roles, and a database for them. Run by a superuser; running it again changes nothing.
-- A municipality runs the same on its own server:
--   psql -v ON_ERROR_STOP=1 -v owner=… -v app=… -v clock=… -v auditor=… -f deploy/roles.sql
-- with a password of its own for each role, and then deploy/database.sql in the new database.

SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', name)
  FROM unnest(ARRAY['owner', 'app', 'clock', 'auditor']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

ALTER ROLE owner PASSWORD :'owner';
ALTER ROLE app PASSWORD :'app';
ALTER ROLE clock PASSWORD :'clock';
ALTER ROLE auditor PASSWORD :'auditor';

-- A runaway statement must not hold up the people who come after it.
ALTER ROLE app SET statement_timeout = '60s';
ALTER ROLE app SET lock_timeout = '10s';
ALTER ROLE app SET idle_in_transaction_session_timeout = '120s';
ALTER ROLE clock SET statement_timeout = '60s';

SELECT 'CREATE DATABASE beredskab OWNER owner'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'beredskab') \gexec
