import type { PsaWorker } from '../../../src/psa/sync/worker.js';
import type { Portal } from '../portal.js';
import { signIn } from '../sign-in.js';
import type { Fields, Visitor } from '../visitor.js';
import type { FakeConnectWise } from './connectwise/server.js';
import type { FakeRequest } from './fake-server.js';
import type { PsaWorld } from './psa-world.js';

export const NORA = 'nora@acme.example';
export const NORA_NEW = { first_name: 'Nora', last_name: 'New' };

/** Somebody of a known domain, whom nobody has as a contact, signs in by token and gives a name. */
export async function signInNew(
  portal: Portal,
  address = NORA,
  name: Fields = NORA_NEW,
  visitor = portal.visitor(),
): Promise<Visitor> {
  const { headers } = await signIn(portal, visitor, address);
  if (headers.location !== '/login/name') throw new Error(`${address} is not new: ${headers.location}`);
  const named = await visitor.post('/login/name', name);
  if (named.headers.location !== '/') throw new Error(`The name was refused: ${named.status}`);
  return visitor;
}

/** The request that creates a contact. */
export function isCreation({ method, path }: FakeRequest): boolean {
  return method === 'POST' && path.endsWith('/company/contacts');
}

/** The request that looks for who has an address. */
export function isSearch({ method, query }: FakeRequest): boolean {
  return method === 'GET' && query.has('childConditions');
}

/** How many requests to create a contact have arrived there. */
export function creationsAsked({ requests }: Pick<FakeConnectWise, 'requests'>): number {
  return requests.filter(isCreation).length;
}

/** Whose contacts are there, by address. */
export function addressesThere(fake: FakeConnectWise): string[] {
  return fake
    .contacts()
    .flatMap(({ communicationItems = [] }) => communicationItems.map(({ value }) => value))
    .toSorted();
}

/** Lets time pass, minute by minute, until nothing waits any more. */
export async function settle(
  { portal, creations }: Pick<PsaWorld, 'portal' | 'creations'>,
  workers: PsaWorker[] = [portal.ctx.psa],
): Promise<void> {
  const waits = async () => (await creations()).some(({ state }) => state === 'waiting');
  for (let minute = 0; minute < 60; minute += 1) {
    await Promise.all(workers.map((worker) => worker.idle()));
    if (!(await waits())) return;
    portal.passMinutes(1);
  }
  throw new Error('Something waits for more than an hour');
}

/** Whose contacts are here, by address. */
export async function addressesHere({ portal }: Pick<PsaWorld, 'portal'>): Promise<string[]> {
  const contacts = await portal.ctx.db.selectFrom('contacts').select('address').orderBy('address').execute();
  return contacts.map(({ address }) => address);
}
