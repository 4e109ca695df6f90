-- The PSA: a copy of its companies and contacts, which of ours are which, the contacts to create there, and how the sync is doing.

-- Why the PSA keeps a company or a contact from signing in; null: it does not. Our own switch is `active`.
alter table companies add column psa_refusal text;
alter table contacts add column psa_refusal text;

-- What a contact was linked to when that link was removed; empty: to one of a PSA that is not connected any more.
alter table contacts add column last_psa_id text;

-- When an address changes hands, whatever is under way with it ends.
create index attempts_by_address on attempts (address);

-- Addresses that a contact has besides its own. One leads to one contact of a company.
create table further_addresses (
  address text not null,
  company_id text not null references companies (id) on delete cascade,
  contact_id text not null references contacts (id) on delete cascade,
  primary key (address, company_id)
) /*sqlite: without rowid */;
create index further_addresses_by_contact on further_addresses (contact_id, address);
create index further_addresses_by_company on further_addresses (company_id);

create table psa_companies (
  psa_id text primary key,
  name text not null,
  name_sort text not null,
  website text not null,
  types text not null,
  active integer not null,
  company_id text unique references companies (id) on delete set null,
  followed_name text,
  bring_due integer not null default 0,
  seen_at bigint not null
) /*sqlite: without rowid */;
create index psa_companies_by_name on psa_companies (name_sort, psa_id);

-- addresses: JSON, the contact's own first. followed_*: the name there when ours was last taken from it.
create table psa_contacts (
  psa_id text primary key,
  psa_company_id text not null,
  first_name text not null,
  last_name text not null,
  addresses text not null,
  is_primary integer not null,
  refusal text,
  contact_id text unique references contacts (id) on delete set null,
  followed_first_name text,
  followed_last_name text,
  seen_at bigint not null
) /*sqlite: without rowid */;
create index psa_contacts_by_company on psa_contacts (psa_company_id, psa_id);

-- One job a contact. posted_at: since when a creation may have been done there although nobody has told us.
create table psa_creations (
  contact_id text primary key references contacts (id) on delete cascade,
  state text not null,
  reason text,
  detail text,
  tries integer not null,
  next_try_at bigint not null,
  posted_at bigint,
  lease_until bigint,
  worker text,
  created_at bigint not null,
  ended_at bigint
) /*sqlite: without rowid */;
create index psa_creations_due on psa_creations (next_try_at) where state <> 'done';

-- What somebody should look at; one of a kind for each subject.
create table psa_notes (
  kind text not null,
  company_id text not null references companies (id) on delete cascade,
  subject text not null,
  detail text not null,
  created_at bigint not null,
  done_at bigint,
  primary key (kind, company_id, subject)
) /*sqlite: without rowid */;

-- unreadable: how many records could not be read. missing: how many were not shown. accepted: so many are gone, an administrator says.
create table psa_syncs (
  kind text primary key,
  next_at bigint not null,
  lease_until bigint,
  worker text,
  since bigint,
  started_at bigint,
  ended_at bigint,
  fault text,
  companies integer not null,
  contacts integer not null,
  unreadable integer not null default 0,
  missing integer not null default 0,
  accepted integer not null default 0
) /*sqlite: without rowid */;

-- The one row that says whether the PSA answers. paused_until: it asked us to wait.
create table psa_health (
  id integer primary key check (id = 1),
  answered_at bigint,
  failing_since bigint,
  fault text,
  paused_until bigint not null
);
