#!/bin/sh
# Runs once, when the database's volume is empty: two roles, neither a superuser, and one database. The first role owns
# its tables and is used by `hansho database prepare` alone; the second is the application's. Names and passwords are
# those of the two addresses; a password is letters and digits, as in any address.
set -eu
owner=$(cat /run/secrets/owner_database_url)
application=$(cat /run/secrets/hansho_database_url)
name_of() { credentials=${1#*://}; credentials=${credentials%%@*}; echo "${credentials%%:*}"; }
password_of() { credentials=${1#*://}; credentials=${credentials%%@*}; echo "${credentials#*:}"; }
psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set owner="$(name_of "$owner")" --set owner_password="$(password_of "$owner")" \
  --set application="$(name_of "$application")" --set application_password="$(password_of "$application")" \
  --set name="${owner##*/}" <<'SQL'
CREATE ROLE :"owner" LOGIN PASSWORD :'owner_password' NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
CREATE ROLE :"application" LOGIN PASSWORD :'application_password' NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
CREATE DATABASE :"name" OWNER :"owner" ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"name" TO :"application";
\connect :"name"
ALTER SCHEMA public OWNER TO :"owner";
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
SQL
