-- SQL that SQLite and PostgreSQL both take; what only SQLite takes stands in /*sqlite: */. Times are milliseconds since the epoch (UTC). Booleans are 0 or 1.
-- Ids are text made by src/id.ts: they sort by time. Nothing in here is a secret in the clear (see src/mail-token/derive.ts).

create table installation (
  id integer primary key check (id = 1),
  database_id text not null,
  key_fingerprint text not null,
  set_up_at bigint
);

create table settings (
  name text primary key,
  value text not null,
  updated_at bigint not null
) /*sqlite: without rowid */;

create table administrators (
  id text primary key,
  name text not null,
  address text not null unique,
  created_at bigint not null,
  last_signed_in_at bigint
) /*sqlite: without rowid */;

create table companies (
  id text primary key,
  name text not null,
  name_sort text not null,
  portal_name text,
  active integer not null,
  newcomer_limit_lifted_until bigint not null,
  created_at bigint not null
) /*sqlite: without rowid */;
create index companies_by_name on companies (name_sort, id);

create table company_domains (
  domain text primary key,
  company_id text not null references companies (id) on delete cascade,
  created_at bigint not null
) /*sqlite: without rowid */;
create index company_domains_by_company on company_domains (company_id, domain);

create table company_sids (
  sid text not null,
  company_id text not null references companies (id) on delete cascade,
  created_at bigint not null,
  primary key (sid, company_id)
) /*sqlite: without rowid */;
create index company_sids_by_company on company_sids (company_id, sid);

create table contacts (
  id text primary key,
  company_id text not null references companies (id) on delete cascade,
  address text not null,
  first_name text not null,
  last_name text not null,
  name_sort text not null,
  active integer not null,
  created_at bigint not null,
  unique (address, company_id)
) /*sqlite: without rowid */;
create index contacts_by_company on contacts (company_id, name_sort, id);

-- One browser's try to sign in. asked_hash finds it until it is proven, proof_hash from then on.
create table attempts (
  handle text primary key,
  purpose text not null,
  address text not null,
  state text not null,
  asked_hash text unique,
  proof_hash text unique,
  proof_expires_at bigint,
  sends integer not null,
  wrong_tokens integer not null,
  company_id text,
  shared integer not null,
  return_to text not null,
  client_address text not null,
  user_agent text not null,
  created_at bigint not null,
  expires_at bigint not null
) /*sqlite: without rowid */;
create index attempts_by_expiry on attempts (expires_at);

-- One row a send. The token itself is derived from the row, the attempt and the key, and is stored nowhere.
create table mail_tokens (
  attempt text not null references attempts (handle) on delete cascade,
  send_number integer not null,
  key_id text not null,
  created_at bigint not null,
  expires_at bigint not null,
  primary key (attempt, send_number)
) /*sqlite: without rowid */;

create table outbox (
  id text primary key,
  kind text not null,
  recipient text not null,
  attempt text,
  send_number integer,
  company_id text,
  administrator_id text,
  state text not null,
  reason text,
  tries integer not null,
  unknown_outcomes integer not null,
  next_try_at bigint not null,
  lease_until bigint,
  worker text,
  reply text,
  created_at bigint not null,
  expires_at bigint not null,
  ended_at bigint
) /*sqlite: without rowid */;
create index outbox_due on outbox (next_try_at) where state in ('pending', 'sending');
create index outbox_counted on outbox (created_at) where state <> 'nowhere';
create index outbox_by_creation on outbox (created_at);

create table sessions (
  id_hash text primary key,
  handle text not null unique,
  kind text not null,
  contact_id text references contacts (id) on delete cascade,
  administrator_id text references administrators (id) on delete cascade,
  shared integer not null,
  data text not null,
  client_address text not null,
  user_agent text not null,
  created_at bigint not null,
  seen_at bigint not null,
  idle_ms bigint not null,
  expires_at bigint not null,
  ends_at bigint not null
) /*sqlite: without rowid */;
create index sessions_by_contact on sessions (contact_id, seen_at);
create index sessions_by_administrator on sessions (administrator_id, seen_at);
create index sessions_by_end on sessions (ends_at);

create table counters (
  name text primary key,
  ends_at bigint not null,
  count integer not null
) /*sqlite: without rowid */;
create index counters_by_end on counters (ends_at);

create table audit_events (
  id text primary key,
  at bigint not null,
  kind text not null,
  outcome text not null,
  address text,
  domain text,
  client_address text,
  company_id text,
  contact_id text,
  administrator_id text,
  attempt text,
  trace text not null,
  by_stranger integer not null
) /*sqlite: without rowid */;
create index audit_events_by_company on audit_events (company_id, id);
create index audit_events_by_address on audit_events (address, id);
create index audit_events_of_strangers on audit_events (by_stranger, id) where by_stranger = 1;
