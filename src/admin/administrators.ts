import { type Actor, actedBy } from '../audit/actor.js';
import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import { transaction } from '../db/transaction.js';
import { newId } from '../id.js';
import { enqueue } from '../mail/outbox.js';
import {
  deleteAdministrator,
  insertAdministrator,
  listAdministrators,
  lockAdministrators,
} from './administrator-store.js';

export interface AdministratorDeps {
  db: Db;
  clock: Clock;
}

export interface NewAdministrator {
  name: string;
  address: string;
}

type Inviter = Actor & { administratorId: string };

export type AdministratorAdded = { kind: 'added'; administratorId: string } | { kind: 'address-taken' };
export type AdministratorRemoved = { kind: 'removed'; name: string } | { kind: 'last-one' } | { kind: 'not-found' };

/** An invitation that could not be handed over for this long is not sent any more. */
const INVITATION_MS = 24 * 3_600_000;

/** Adds an administrator, who can sign in at once. Nobody is told by mail. */
export async function addAdministrator(
  deps: AdministratorDeps,
  wanted: NewAdministrator,
  by: Actor,
): Promise<AdministratorAdded> {
  return transaction(deps.db, (trx) => insert(trx, deps.clock(), wanted, by, 'added'));
}

/** Adds an administrator and tells them by mail; the mail holds no secret, and arrives late or not at all without harm. */
export async function inviteAdministrator(
  deps: AdministratorDeps & { outbox: { wake(): void } },
  wanted: NewAdministrator,
  by: Inviter,
): Promise<AdministratorAdded> {
  const now = deps.clock();
  const added = await transaction(deps.db, async (trx) => {
    const inserted = await insert(trx, now, wanted, by, 'invited');
    if (inserted.kind === 'added') await enqueueInvitation(trx, now, wanted.address, by);
    return inserted;
  });
  if (added.kind === 'added') deps.outbox.wake();
  return added;
}

/** Removes an administrator and ends their sessions. Of two who remove each other at the same instant one is left. */
export async function removeAdministrator(
  { db, clock }: AdministratorDeps,
  id: string,
  by: Actor,
): Promise<AdministratorRemoved> {
  return transaction(db, async (trx): Promise<AdministratorRemoved> => {
    await lockAdministrators(trx);
    const administrators = await listAdministrators(trx);
    const removed = administrators.find((administrator) => administrator.id === id);
    if (!removed) return { kind: 'not-found' };
    if (administrators.length === 1) return { kind: 'last-one' };
    await deleteAdministrator(trx, id);
    const { name, address } = removed;
    await record(trx, clock(), { kind: 'administrator', outcome: 'removed', address, ...actedBy(by, name) });
    return { kind: 'removed', name };
  });
}

async function insert(
  trx: Db,
  now: number,
  { name, address }: NewAdministrator,
  by: Actor,
  outcome: 'added' | 'invited',
): Promise<AdministratorAdded> {
  const id = newId(now);
  if (!(await insertAdministrator(trx, { id, name, address, created_at: now, last_signed_in_at: null }))) {
    return { kind: 'address-taken' };
  }
  await record(trx, now, { kind: 'administrator', outcome, address, ...actedBy(by, name) });
  return { kind: 'added', administratorId: id };
}

/** The row names who invites; whom, is its recipient. */
async function enqueueInvitation(trx: Db, now: number, recipient: string, by: Inviter): Promise<void> {
  const { administratorId } = by;
  await enqueue(trx, {
    id: newId(now),
    kind: 'invitation',
    recipient,
    administratorId,
    now,
    expiresAt: now + INVITATION_MS,
  });
}
