-- More than one vendor of PSAs.

-- JSON: the email domains that the PSA itself has for a company.
alter table psa_companies add column domains text not null default '[]';

-- 1: where the contact is there and inactive, it is made active.
alter table psa_creations add column reactivates integer not null default 0;

-- The requests that may be under way at a time, of all processes together. A process that dies gives its turn back by the lease.
create table psa_turns (
  turn integer primary key,
  holder text,
  lease_until bigint not null
);
insert into psa_turns (turn, lease_until) values (1, 0), (2, 0), (3, 0), (4, 0);
