import type { DirectoryRow } from './directory.js';

const TOLD = ['name', 'addresses', 'base_dn', 'service_user', 'upn_suffixes', 'netbios_name'] as const;
const SWITCHES = ['active', 'leaver_protection'] as const;

/** What a save changed, in words and without the password: "addresses: ldaps://dc1… -> ldaps://dc2…; password removed". */
export function describeChange(before: DirectoryRow, after: DirectoryRow): string {
  const changed = (name: keyof DirectoryRow) => before[name] !== after[name];
  return [
    ...TOLD.filter(changed).map((name) => `${name}: ${before[name] || 'none'} -> ${after[name] || 'none'}`),
    ...SWITCHES.filter(changed).map((name) => `${name}: ${after[name] ? 'on' : 'off'}`),
    ...(changed('ca_certificate') ? ['CA certificate changed'] : []),
    ...(changed('service_password') ? [`password ${after.service_password === null ? 'removed' : 'changed'}`] : []),
  ].join('; ');
}
