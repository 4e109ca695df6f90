import type { Generated, Kysely } from 'kysely';
import type { Flag, Time } from './columns.js';
import type { DirectoryTables } from './directory-tables.js';
import type { PsaRefusal, PsaTables } from './psa-tables.js';

export type { Flag } from './columns.js';

export interface Schema extends DirectoryTables, PsaTables {
  installation: InstallationTable;
  settings: SettingsTable;
  administrators: AdministratorTable;
  companies: CompanyTable;
  company_domains: CompanyDomainTable;
  company_sids: CompanySidTable;
  contacts: ContactTable;
  attempts: AttemptTable;
  mail_tokens: MailTokenTable;
  outbox: OutboxTable;
  sessions: SessionTable;
  counters: CounterTable;
  audit_events: AuditEventTable;
}

/** The database, or an open transaction of it. */
export type Db = Kysely<Schema>;

/** The one row that tells this database from another. */
export interface InstallationTable {
  id: 1;
  database_id: string;
  key_fingerprint: string;
  set_up_at: Time | null;
}

/** One row a group of settings; the value is JSON of the type beside its `settings-store.ts`. */
export interface SettingsTable {
  name: string;
  value: string;
  updated_at: Time;
}

export interface AdministratorTable {
  id: string;
  name: string;
  address: string;
  created_at: Time;
  last_signed_in_at: Time | null;
}

export interface CompanyTable {
  id: string;
  name: string;
  /** The name in lower case: what lists are ordered by and searches look at. */
  name_sort: string;
  portal_name: string | null;
  active: Flag;
  /** Until then, mails to addresses without a contact are not limited for this company's domains. */
  newcomer_limit_lifted_until: Time;
  /** Whether somebody new becomes a contact by signing in. */
  creates_contacts: Generated<Flag>;
  /** Why the PSA keeps its people from signing in; `active` is our own switch. */
  psa_refusal: Generated<PsaRefusal | null>;
  created_at: Time;
}

export interface CompanyDomainTable {
  /** An A-label form, lower case. */
  domain: string;
  company_id: string;
  created_at: Time;
}

export interface CompanySidTable {
  sid: string;
  company_id: string;
  created_at: Time;
}

export interface ContactTable {
  id: string;
  company_id: string;
  address: string;
  first_name: string;
  last_name: string;
  /** Both names in lower case, the last one first: what lists are ordered by and searches look at. */
  name_sort: string;
  active: Flag;
  /** Why the PSA keeps this contact from signing in; `active` is our own switch. */
  psa_refusal: Generated<PsaRefusal | null>;
  /** The PSA's contact that it was linked to when that link was removed; empty: one of another PSA; null: it never was. */
  last_psa_id: Generated<string | null>;
  created_at: Time;
}

export type Purpose = 'contact' | 'administrator';

export interface AttemptTable {
  handle: string;
  purpose: Purpose;
  address: string;
  state: 'asked' | 'proven' | 'settled' | 'over';
  asked_hash: string | null;
  proof_hash: string | null;
  proof_expires_at: Time | null;
  sends: number;
  wrong_tokens: number;
  /** The company that the address seemed to belong to when it was asked for: where its events are shown. */
  company_id: string | null;
  /** JSON, see attempt/account.ts: the directory account that was proven in this attempt. */
  account: string | null;
  /** What moved it from asked to proven. */
  proven_by: 'email-token' | 'directory' | null;
  shared: Flag;
  return_to: string;
  client_address: string;
  user_agent: string;
  created_at: Time;
  expires_at: Time;
}

export interface MailTokenTable {
  attempt: string;
  send_number: number;
  key_id: string;
  created_at: Time;
  expires_at: Time;
}

export interface OutboxTable {
  id: string;
  kind: 'token' | 'invitation';
  recipient: string;
  attempt: string | null;
  send_number: number | null;
  company_id: string | null;
  administrator_id: string | null;
  /** `nowhere`: asked for by an address that gets no mail; the row exists so that asking costs the same. */
  state: 'pending' | 'sending' | 'sent' | 'failed' | 'expired' | 'nowhere';
  reason: string | null;
  tries: number;
  unknown_outcomes: number;
  next_try_at: Time;
  lease_until: Time | null;
  worker: string | null;
  /** What the mail server last said. */
  reply: string | null;
  created_at: Time;
  expires_at: Time;
  ended_at: Time | null;
}

export interface SessionTable {
  id_hash: string;
  /** Names the session in lists and URLs; worthless as a cookie. */
  handle: string;
  kind: Purpose;
  contact_id: string | null;
  administrator_id: string | null;
  shared: Flag;
  /** 0: a directory vouched for the person, and nobody has shown that the mailbox is theirs. */
  address_proven: Flag;
  /** JSON: what `express-session` keeps besides the person, such as the flash. */
  data: string;
  client_address: string;
  user_agent: string;
  created_at: Time;
  seen_at: Time;
  idle_ms: number;
  /** However much it is used. */
  expires_at: Time;
  /** Unless it is used again: the earlier of the two ends. */
  ends_at: Time;
}

export interface CounterTable {
  name: string;
  /** When the window ends; the next hit after that begins another. */
  ends_at: Time;
  count: number;
}

export interface AuditEventTable {
  id: string;
  at: Time;
  kind: string;
  outcome: string;
  address: string | null;
  domain: string | null;
  client_address: string | null;
  company_id: string | null;
  contact_id: string | null;
  administrator_id: string | null;
  attempt: string | null;
  trace: string;
  /** Whether somebody who does not belong here can cause it: then it is kept for a while only. */
  by_stranger: Flag;
}
