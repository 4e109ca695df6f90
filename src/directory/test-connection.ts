import { type LdapConnection, openConnection } from '../ldap/connection.js';
import { Fault } from '../ldap/fault.js';
import type { DirectoryTest, Step, Tester } from '../ldap/steps.js';
import { startTimeLimit } from '../ldap/time-limit.js';
import type { Directory } from './directory.js';
import { findDomainSid, lookAtUsers } from './look-around.js';
import { bindNameOf } from './name-match.js';
import { checkTypedPassword } from './password.js';
import { parseUserName } from './user-name.js';

export interface TestUser {
  userName: string;
  password: string;
}

interface Login {
  as: Tester;
  name: string;
  password: string;
}

interface Test {
  directory: Directory;
  /** Gone once it was used. */
  testUser?: TestUser | undefined;
  steps: Step[];
  signal: AbortSignal;
}

const TEST_MS = 15_000;
const FAILURES: ReadonlySet<Step['kind']> = new Set<Step['kind']>([
  'sign-in-refused',
  'test-user-unusable',
  'base-missing',
  'domain-sid-missing',
  'domain-sid-differs',
  'failed',
]);

/**
 * Tries every controller of a directory, saved or not, and tells what happened; see Step. Apart from sign-ins: it waits for
 * none and opens no breaker. The test user's password is sent once, to the first controller that gets that far.
 */
export async function testConnection(directory: Directory, testUser?: TestUser): Promise<DirectoryTest> {
  const limit = startTimeLimit(TEST_MS);
  const test: Test = { directory, testUser, steps: [], signal: limit.signal };
  const asNobody = directory.serviceAccount === undefined && testUser === undefined;
  try {
    for (const address of directory.addresses) await tryController(test, address, asNobody);
  } finally {
    limit.end();
  }
  const { steps } = test;
  const domainSid = sidRead(steps);
  const kind = steps.some((step) => FAILURES.has(step.kind)) ? 'failed' : 'ok';
  return { kind, steps, ...(domainSid !== undefined && { domainSid }) };
}

async function tryController(test: Test, address: string, asNobody: boolean): Promise<void> {
  const { directory, steps, signal } = test;
  const tell = (step: Step): void => void steps.push(step);
  let connection: LdapConnection | undefined;
  tell({ kind: 'trying', address });
  try {
    connection = await openConnection({ address, caCertificate: directory.caCertificate, signal, tell });
    if (asNobody) tell({ kind: 'nobody-to-sign-in' });
    await tryLogins(test, connection);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    tell({ kind: 'failed', fault: error.kind, ...error.details });
  } finally {
    connection?.close();
  }
}

/** Whoever gets in first looks around. */
async function tryLogins(test: Test, connection: LdapConnection): Promise<void> {
  let looked = false;
  for (const { as, name, password } of takeLogins(test)) {
    const answer = await connection.bind(name, password);
    test.steps.push(answer.kind === 'bound' ? { kind: 'signed-in', as } : { kind: 'sign-in-refused', as, why: answer });
    if (answer.kind !== 'bound' || looked) continue;
    looked = true;
    await lookAtUsers(connection, test.directory.baseDn, (step) => void test.steps.push(step));
    tellSid(test.steps, await findDomainSid(connection));
  }
}

function takeLogins(test: Test): Login[] {
  const { directory, testUser, steps } = test;
  const { serviceAccount } = directory;
  test.testUser = undefined;
  const service: Login[] = serviceAccount
    ? [{ as: 'service-account', name: serviceAccount.userName, password: serviceAccount.password }]
    : [];
  if (!testUser) return service;
  const user = parseUserName(testUser.userName);
  const usable = user.kind !== 'refused' && checkTypedPassword(testUser.password).kind === 'password';
  const name = usable ? bindNameOf(directory, user)?.name : undefined;
  if (name !== undefined) return [...service, { as: 'test-user', name, password: testUser.password }];
  steps.push({ kind: 'test-user-unusable' });
  return service;
}

function tellSid(steps: Step[], sid: string | undefined): void {
  const before = sidRead(steps);
  if (sid === undefined) steps.push({ kind: 'domain-sid-missing' });
  else if (before !== undefined && before !== sid) steps.push({ kind: 'domain-sid-differs', sid });
  else steps.push({ kind: 'domain-sid-read', sid });
}

function sidRead(steps: Step[]): string | undefined {
  return steps.find((step) => step.kind === 'domain-sid-read')?.sid;
}
