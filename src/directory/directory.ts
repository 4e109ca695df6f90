import type { Selectable } from 'kysely';
import type { DirectoryTable } from '../db/directory-tables.js';
import type { KeyRing } from '../keys.js';
import { tryOpen } from '../secret-box.js';

export type DirectoryRow = Selectable<DirectoryTable>;

/** A company's directory as it is asked: lists taken apart, the service account's password opened. */
export interface Directory {
  id: string;
  companyId: string;
  name: string;
  /** `ldaps://dc1.acme.example:636` speaks TLS; `ldap://…` means StartTLS, which is required. At least one. */
  addresses: string[];
  /** PEM of the authority that signs its certificates; empty: the machine's own authorities. */
  caCertificate: string;
  baseDn: string;
  serviceAccount?: { userName: string; password: string };
  /** The service account's password cannot be opened, because its key is gone: it has to be typed again. */
  passwordLost?: true;
  /** Lower case. */
  upnSuffixes: string[];
  /** Upper case; empty when unknown. */
  netbiosName: string;
  active: boolean;
  leaverProtection: boolean;
}

/** Makes a row usable. Without the service account's password, sign-in goes on as if there were none. */
export function openDirectory(ring: KeyRing, row: DirectoryRow): Directory {
  const password = row.service_password === null ? undefined : tryOpen(ring, row.service_password);
  return {
    id: row.id,
    companyId: row.company_id,
    name: row.name,
    addresses: words(row.addresses),
    caCertificate: row.ca_certificate,
    baseDn: row.base_dn,
    ...(row.service_user && password !== undefined && { serviceAccount: { userName: row.service_user, password } }),
    ...(row.service_password !== null && password === undefined && { passwordLost: true as const }),
    upnSuffixes: words(row.upn_suffixes),
    netbiosName: row.netbios_name,
    active: row.active === 1,
    leaverProtection: row.leaver_protection === 1,
  };
}

function words(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}
