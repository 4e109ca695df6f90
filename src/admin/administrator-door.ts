import { type Attempt, markSettled } from '../attempt/attempt-store.js';
import { record } from '../audit/audit-store.js';
import type { Db } from '../db/schema.js';
import type { Answers, Door, Settled } from '../login/door.js';
import type { Recipient } from '../mail-token/recipient.js';
import { type Client, startSession } from '../sessions/start-session.js';
import { findAdministratorByAddress, markAdministratorSignedIn } from './administrator-store.js';

/** The console's door. Switching Passwordless off closes the other one only. */
export const administratorDoor: Door = {
  purpose: 'administrator',
  base: '/admin/login',
  home: '/admin',
  isOpen: async () => true,
  listDirectories: async () => [],
  isAnyDirectoryActive: async () => false,
  findRecipient: findAdministratorRecipient,
  settle: settleAdministrator,
};

async function findAdministratorRecipient(trx: Db, _now: number, address: string): Promise<Recipient> {
  const administrator = await findAdministratorByAddress(trx, address);
  if (!administrator) return { kind: 'nobody', reason: 'not an administrator', trace: 'no administrator' };
  return { kind: 'known', administratorId: administrator.id, trace: `administrator ${administrator.name}` };
}

async function settleAdministrator(
  trx: Db,
  now: number,
  attempt: Attempt,
  client: Client,
  _answers: Answers,
): Promise<Settled> {
  const { address, handle, return_to: returnTo } = attempt;
  const subject = { address, clientAddress: client.address, attempt: handle };
  const administrator = await findAdministratorByAddress(trx, address);
  if (!administrator) {
    await record(trx, now, { kind: 'sign-in', outcome: 'refused', ...subject, trace: 'no administrator any more' });
    return { kind: 'refused', why: 'inactive', address };
  }
  if (!(await markSettled(trx, handle))) return { kind: 'settled-before' };
  const { id, name } = administrator;
  await markAdministratorSignedIn(trx, id, now);
  await record(trx, now, { kind: 'signed-in', outcome: 'administrator', ...subject, administratorId: id, trace: name });
  const session = await startSession(trx, now, { kind: 'administrator', administratorId: id }, client);
  return { kind: 'signed-in', session, address, returnTo };
}
