import type { Flag, Time } from './columns.js';

export interface DirectoryTables {
  directories: DirectoryTable;
  upn_suffixes: UpnSuffixTable;
  directory_accounts: DirectoryAccountTable;
  directory_standings: DirectoryStandingTable;
}

export interface DirectoryTable {
  id: string;
  company_id: string;
  name: string;
  /** LDAP addresses, a blank between two. */
  addresses: string;
  /** PEM; empty: the machine's own authorities. */
  ca_certificate: string;
  base_dn: string;
  /** Empty: there is no service account. */
  service_user: string;
  /** Sealed. */
  service_password: string | null;
  /** Lower case, a blank between two. */
  upn_suffixes: string;
  /** Upper case; may be empty. */
  netbios_name: string;
  active: Flag;
  leaver_protection: Flag;
  created_at: Time;
}

export interface UpnSuffixTable {
  suffix: string;
  directory_id: string;
}

export interface DirectoryAccountTable {
  directory_id: string;
  object_guid: string;
  contact_id: string;
  /** The sAMAccountName when it was linked, for people to read. */
  user_name: string;
  linked_at: Time;
}

export interface DirectoryStandingTable {
  directory_id: string;
  address: string;
  disabled: Flag;
  seen_at: Time;
}
