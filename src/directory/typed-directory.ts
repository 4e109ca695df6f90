import type { Flag } from '../db/schema.js';
import type { KeyRing } from '../keys.js';
import { type Directory, type DirectoryRow, openDirectory } from './directory.js';

/** A directory as an administrator typed it, already checked. */
export interface TypedDirectory {
  name: string;
  addresses: string[];
  caCertificate: string;
  baseDn: string;
  /** Empty: there is no service account. */
  serviceUser: string;
  /** Undefined: none was typed. */
  servicePassword: string | undefined;
  upnSuffixes: string[];
  netbiosName: string;
  active: boolean;
  leaverProtection: boolean;
}

/** The columns of what was typed, but for the password. */
export function columnsOf(typed: TypedDirectory) {
  return {
    name: typed.name,
    addresses: typed.addresses.join(' '),
    ca_certificate: typed.caCertificate,
    base_dn: typed.baseDn,
    service_user: typed.serviceUser,
    upn_suffixes: typed.upnSuffixes.join(' '),
    netbios_name: typed.netbiosName,
    active: Number(typed.active) as Flag,
    leaver_protection: Number(typed.leaverProtection) as Flag,
  };
}

/** Whether there is nothing to save. */
export function isAsSaved(saved: DirectoryRow | undefined, typed: TypedDirectory): boolean {
  if (!saved || typed.servicePassword !== undefined) return false;
  return Object.entries(columnsOf(typed)).every(([name, value]) => saved[name as keyof DirectoryRow] === value);
}

/** Whether a password saved for one goes nowhere else with the other: no new address, the same authority and user. */
export function isSameAccount(saved: DirectoryRow, typed: TypedDirectory): boolean {
  const known = new Set(saved.addresses.split(' '));
  return (
    typed.addresses.every((address) => known.has(address)) &&
    typed.caCertificate === saved.ca_certificate &&
    typed.serviceUser === saved.service_user
  );
}

/** The directory that the connection is tested with: as typed, with the saved password only where it was saved for. */
export function directoryAsTyped(ring: KeyRing, typed: TypedDirectory, saved: DirectoryRow | undefined): Directory {
  const { serviceUser: userName, servicePassword, ...directory } = typed;
  const kept = saved && isSameAccount(saved, typed) ? openDirectory(ring, saved).serviceAccount?.password : undefined;
  const password = servicePassword ?? kept;
  return {
    ...directory,
    id: saved?.id ?? '',
    companyId: saved?.company_id ?? '',
    ...(userName && password !== undefined && { serviceAccount: { userName, password } }),
  };
}
