-- Active Directory: the directories of companies, which contact is which account, and what a directory last said about a person.

create table directories (
  id text primary key,
  company_id text not null references companies (id) on delete cascade,
  name text not null,
  addresses text not null,
  ca_certificate text not null,
  base_dn text not null,
  service_user text not null,
  service_password text,
  upn_suffixes text not null,
  netbios_name text not null,
  active integer not null,
  leaver_protection integer not null,
  created_at bigint not null
) /*sqlite: without rowid */;
create index directories_by_company on directories (company_id, id);

-- A suffix is found here, as an email domain is in company_domains; directories of one company may share one.
create table upn_suffixes (
  suffix text not null,
  directory_id text not null references directories (id) on delete cascade,
  primary key (suffix, directory_id)
) /*sqlite: without rowid */;
create index upn_suffixes_by_directory on upn_suffixes (directory_id);

-- One contact, one account: whoever proves the account signs in as the contact.
create table directory_accounts (
  directory_id text not null references directories (id) on delete cascade,
  object_guid text not null,
  contact_id text not null unique references contacts (id) on delete cascade,
  user_name text not null,
  linked_at bigint not null,
  primary key (directory_id, object_guid)
) /*sqlite: without rowid */;

-- What counts while the directory does not answer.
create table directory_standings (
  directory_id text not null references directories (id) on delete cascade,
  address text not null,
  disabled integer not null,
  seen_at bigint not null,
  primary key (directory_id, address)
) /*sqlite: without rowid */;

-- account: JSON, the account of a directory that was proven in this attempt. proven_by: what moved it from asked to proven.
alter table attempts add column account text;
alter table attempts add column proven_by text;

-- 0: a directory vouched for the person, and nobody has shown that the mailbox is theirs.
alter table sessions add column address_proven integer not null default 1;

alter table companies add column creates_contacts integer not null default 1;
