import type { Response } from 'supertest';
import type { DirectoryRow } from '../../src/directory/directory.js';
import type { Portal } from '../support/portal.js';
import type { Fields } from '../support/visitor.js';

/** Nothing listens at port 1: whoever tests the connection is refused at once. */
export const ADDRESS = 'ldaps://127.0.0.1:1';
export const PASSWORD = 'the s3rvice p4ssword & more';
/** What somebody types to add a directory. */
export const TYPED: Fields = {
  name: 'Acme AD',
  active: 'on',
  addresses: ADDRESS,
  ca_certificate: '',
  base_dn: 'DC=acme,DC=example',
  service_user: 'ACME\\portal',
  service_password: PASSWORD,
  upn_suffixes: 'corp.acme.example',
  netbios_name: 'acme',
};

/** The same without its password, as a form comes back that nobody typed it into anew. */
export const { service_password: _typed, ...UNTYPED } = TYPED;

export function directoriesOf(companyId: string): string {
  return `/admin/companies/${companyId}/directories`;
}

/** Adds a directory through the console, and answers where it is from then on. */
export async function addThroughConsole(portal: Portal, companyId: string, typed: Fields = {}): Promise<string> {
  portal.secrets.push(PASSWORD);
  const added: Response = await portal.administrator.post(directoriesOf(companyId), { ...TYPED, ...typed });
  if (added.status !== 303) throw new Error(`Adding a directory answered ${added.status}: ${added.text}`);
  return String(added.headers.location);
}

export async function storedDirectories({ ctx }: Portal): Promise<DirectoryRow[]> {
  return ctx.db.selectFrom('directories').selectAll().orderBy('id').execute();
}

export async function sidsOf({ ctx }: Portal, companyId: string): Promise<string[]> {
  const rows = await ctx.db.selectFrom('company_sids').select('sid').where('company_id', '=', companyId).execute();
  return rows.map(({ sid }) => sid);
}
