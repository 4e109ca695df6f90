import type { Account } from '../attempt/account.js';
import { resolveContact } from '../contacts/resolve.js';
import type { Db } from '../db/schema.js';
import { isAnyDirectoryActive, listDirectoriesForDomain } from '../directory/sign-in-store.js';
import type { Recipient } from '../mail-token/recipient.js';
import { readMailTokenSettings } from '../mail-token/settings-store.js';
import { isPsaConnected } from '../psa/settings-store.js';
import type { Door } from './door.js';
import { findLiveAccount } from './match-attempt.js';
import { settleContact } from './settle-contact.js';

/** The door of the people at client companies. */
export const contactDoor: Door = {
  purpose: 'contact',
  base: '/login',
  home: '/',
  isOpen: async (db) => (await readMailTokenSettings(db)).enabled,
  listDirectories: listDirectoriesForDomain,
  isAnyDirectoryActive,
  findRecipient: findContactRecipient,
  settle: settleContact,
};

async function findContactRecipient(
  trx: Db,
  now: number,
  address: string,
  account: Account | undefined,
): Promise<Recipient> {
  const live = await findLiveAccount(trx, account);
  const resolved = await resolveContact(trx, address, live?.domainSid);
  const nobody = (await isPsaConnected(trx)) ? 'perhaps' : 'nobody';
  const { trace } = resolved;
  switch (resolved.kind) {
    case 'known': {
      const [first, ...others] = resolved.contacts;
      // With several companies nobody knows yet which one this sign-in is for, so its portal name is not used either.
      return others.length > 0
        ? { kind: 'known', trace }
        : { kind: 'known', companyId: first.company_id, contactId: first.id, trace };
    }
    case 'new-at-company':
      return { kind: 'newcomer', companyId: resolved.companyId, unlimited: resolved.limitLiftedUntil > now, trace };
    // Their mailbox may be as gone as a stranger's, so that limit counts.
    case 'returning': {
      const { companyId, contact, limitLiftedUntil } = resolved;
      return { kind: 'newcomer', companyId, contactId: contact.id, unlimited: limitLiftedUntil > now, trace };
    }
    case 'inactive':
      return { kind: 'nobody', companyId: resolved.companyId, reason: 'not active', trace };
    case 'company-inactive':
      return { kind: nobody, companyId: resolved.companyId, reason: 'not active', trace };
    case 'creation-off':
      return { kind: nobody, companyId: resolved.companyId, reason: 'no new contacts', trace };
    case 'unmatched':
      return { kind: nobody, reason: 'unmatched', trace };
  }
}
