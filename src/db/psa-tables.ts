import type { Generated } from 'kysely';
import type { Flag, Time } from './columns.js';

/** Why the PSA keeps somebody from signing in. `gone`: it was there and is not any more. */
export type PsaRefusal = 'inactive' | 'login-disabled' | 'gone';

export interface PsaTables {
  further_addresses: FurtherAddressTable;
  psa_companies: PsaCompanyTable;
  psa_contacts: PsaContactTable;
  psa_creations: PsaCreationTable;
  psa_notes: PsaNoteTable;
  psa_syncs: PsaSyncTable;
  psa_health: PsaHealthTable;
  psa_turns: PsaTurnTable;
}

export interface FurtherAddressTable {
  address: string;
  company_id: string;
  contact_id: string;
}

export interface PsaCompanyTable {
  psa_id: string;
  name: string;
  name_sort: string;
  website: string;
  /** JSON: what kinds of company it is there, such as "Client". */
  types: string;
  /** JSON: the email domains that the PSA itself has for it. */
  domains: string;
  active: Flag;
  /** Ours that it is linked to. */
  company_id: string | null;
  /** Its name there when ours was last taken from it or linked to it: only a change of it is followed. */
  followed_name: string | null;
  /** 1: the copy of its contacts has changed, and ours have not followed yet. */
  bring_due: Generated<Flag>;
  seen_at: Time;
}

export interface PsaContactTable {
  psa_id: string;
  /** Empty: it belongs to no company there. */
  psa_company_id: string;
  first_name: string;
  last_name: string;
  /** JSON: the addresses that count, as parseLoginEmail answers them, the contact's own first. */
  addresses: string;
  /** Whether the PSA calls it its company's primary contact. */
  is_primary: Flag;
  refusal: PsaRefusal | null;
  contact_id: string | null;
  followed_first_name: string | null;
  followed_last_name: string | null;
  seen_at: Time;
}

export interface PsaCreationTable {
  contact_id: string;
  /** 1: where it is there and inactive, it is made active. */
  reactivates: Generated<Flag>;
  state: 'waiting' | 'attention' | 'done';
  /** Why it waits or needs attention: see psa/contacts/try-creation.ts. */
  reason: string | null;
  /** What the PSA said, or who has the address there. */
  detail: string | null;
  tries: number;
  next_try_at: Time;
  /** Since then it may have been created, although no answer came. */
  posted_at: Time | null;
  lease_until: Time | null;
  worker: string | null;
  created_at: Time;
  ended_at: Time | null;
}

export interface PsaNoteTable {
  /** `double`: two contacts there bear one address. `moved`: an address belongs to somebody else now. `renamed`: ours was typed. */
  kind: 'double' | 'moved' | 'renamed';
  company_id: string;
  /** The address, or the name there. */
  subject: string;
  detail: string;
  created_at: Time;
  /** Since then somebody knows; what is as it was then is not said again. */
  done_at: Time | null;
}

export interface PsaSyncTable {
  kind: 'changes' | 'full';
  next_at: Time;
  lease_until: Time | null;
  worker: string | null;
  /** When the last one that succeeded began: the next one asks for what changed since. */
  since: Time | null;
  started_at: Time | null;
  ended_at: Time | null;
  /** The SyncFault of the last one, or null. */
  fault: string | null;
  companies: number;
  contacts: number;
  /** How many records the last one could not read. */
  unreadable: Generated<number>;
  /** How much the last one did not show, when it stopped at that. */
  missing: Generated<number>;
  /** So much is gone, an administrator says; until a full sync has come to its end. */
  accepted: Generated<number>;
}

export interface PsaHealthTable {
  id: 1;
  answered_at: Time | null;
  failing_since: Time | null;
  fault: string | null;
  paused_until: Time;
}

/** One of the requests that may be under way at a time. */
export interface PsaTurnTable {
  turn: number;
  holder: string | null;
  lease_until: Time;
}
