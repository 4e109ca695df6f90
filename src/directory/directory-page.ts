import type { Company } from '../companies/company-store.js';
import { type DomainOwner, listSids } from '../companies/entry-store.js';
import type { Context } from '../context.js';
import { showCertificates } from '../ldap/ca-certificates.js';
import type { DirectoryTest } from '../ldap/steps.js';
import type { FormView } from '../web/form.js';
import { type DirectoryRow, openDirectory } from './directory.js';
import { showTest } from './test-page.js';

/** What stands around the form; `saved` is absent for a directory that is being added. */
export interface DirectoryPage extends FormView {
  company: Company;
  saved: DirectoryRow | undefined;
  unsaved?: boolean;
  /** Typed, and not sent back, so saving needs it once more. */
  passwordAgain?: boolean;
  test?: DirectoryTest;
  /** There is a service account, but no password that may be sent to these addresses. */
  passwordMissing?: boolean;
  /** The SID that was just added to the company. */
  sidAdded?: string;
  suffixOwner?: DomainOwner;
}

/** Everything that a directory's page shows. Nothing of a password is in it. */
export async function readDirectoryPage(
  { db, clock, keys, when }: Context,
  { company, saved, test, values, ...page }: DirectoryPage,
): Promise<object> {
  const sids = await listSids(db, company.id);
  const opened = saved && openDirectory(keys, saved);
  const { service_password: _never, test_password: _neither, ...shown } = values;
  return {
    ...page,
    values: shown,
    company: { id: company.id, name: company.name },
    ...(saved && { directory: { id: saved.id, name: saved.name } }),
    ...(test && { test: { ...showTest(test, when), ...offer(test, sids) } }),
    savedPassword: opened?.serviceAccount !== undefined,
    passwordLost: opened?.passwordLost,
    noSid: opened?.active && sids.length === 0,
    certificates: showCertificates(saved?.ca_certificate ?? '').map(({ subject, validUntil }) => ({
      subject,
      full: when(validUntil).full,
      expired: validUntil <= clock(),
    })),
  };
}

/** The saved directory as its form shows it. */
export function valuesOf(row: DirectoryRow): Record<string, unknown> {
  const lines = (words: string) => words.split(' ').join('\n');
  return {
    name: row.name,
    active: row.active === 1,
    addresses: lines(row.addresses),
    ca_certificate: row.ca_certificate,
    base_dn: row.base_dn,
    service_user: row.service_user,
    leaver_protection: row.leaver_protection === 1,
    upn_suffixes: lines(row.upn_suffixes),
    netbios_name: row.netbios_name,
  };
}

/** A form that nobody has touched yet. */
export const NEW_VALUES = { active: true };

function offer({ domainSid }: DirectoryTest, sids: string[]): object {
  if (domainSid === undefined) return {};
  return sids.includes(domainSid) ? { knownSid: domainSid } : { offeredSid: domainSid };
}
