import { type Actor, actedBy } from '../audit/actor.js';
import { record } from '../audit/audit-store.js';
import type { DirectoryTest } from '../ldap/steps.js';
import type { DirectoryDeps } from './change-directory.js';
import type { Directory } from './directory.js';
import { type TestUser, testConnection } from './test-connection.js';

/** Tests the connection to a directory of this company, saved or not, and records that somebody did. */
export async function tryConnection(
  { db, clock }: DirectoryDeps,
  companyId: string,
  directory: Directory,
  testUser: TestUser | undefined,
  by: Actor,
): Promise<DirectoryTest> {
  const test = await testConnection(directory, testUser);
  const trace = `${directory.name}: ${directory.addresses.join(', ')}; ${test.kind}`;
  await record(db, clock(), { kind: 'directory', outcome: 'tested', companyId, ...actedBy(by, trace) });
  return test;
}
