import { domainOf } from '../address/login-email.js';
import type { Db, Purpose } from '../db/schema.js';
import { giveBack, type Hit, hitAll } from '../limits/counter-store.js';
import { countMailsSince } from '../mail/outbox-store.js';
import { COOL_DOWN_MS, HOUR, type Limits } from './limits.js';
import type { Recipient } from './recipient.js';

/** Who asks, as far as limits count: all of it is known from the request. */
export interface Asker {
  purpose: Purpose;
  address: string;
  network: string;
  /** Set for a browser that has signed in as this address before. */
  knownBrowser: string | undefined;
}

/** `nowhere`: granted, but no mail goes, which the page does not tell. */
export type Budget = { kind: 'granted'; nowhere?: string } | { kind: 'refused'; retryAfterMs: number };

/**
 * Counts one ask against every limit, in one statement whoever is asked for. Limits on what was typed are told; a refusal
 * costs no mail, so that a stranger cannot hold anybody up with it. Limits that depend on who that is are kept in silence.
 */
export async function spendBudget(
  trx: Db,
  now: number,
  limits: Limits,
  asker: Asker,
  recipient: Recipient,
): Promise<Budget> {
  const told = toldHits(limits, asker);
  const silent = newcomerHits(limits, asker, recipient);
  const hits = [...told, ...silent];
  const counted = await hitAll(trx, now, hits);

  const waits = counted.slice(0, told.length).map((one) => (one.kind === 'over' ? one.retryAfterMs : 0));
  if (waits.some((wait) => wait > 0)) {
    const within = hits.filter((_one, at) => counted[at]?.kind === 'within');
    await giveBack(trx, within);
    return { kind: 'refused', retryAfterMs: Math.max(...waits) };
  }
  const inAll = await countMailsSince(trx, now - HOUR, limits.mailsInAll);
  if (recipient.kind === 'nobody') return { kind: 'granted', nowhere: recipient.reason };
  const crowded = silent.find((one, at) => one.by === 1 && counted[told.length + at]?.kind === 'over');
  if (crowded) return { kind: 'granted', nowhere: crowded.reason };
  if (inAll >= shareOf(limits, asker, recipient))
    return { kind: 'granted', nowhere: 'too many mails in all within an hour' };
  return { kind: 'granted' };
}

/** Mails to one address. A browser known for it has a budget of its own, which no stranger and no neighbour can use up. */
function toldHits(limits: Limits, { purpose, address, network, knownBrowser }: Asker): Hit[] {
  const whose = `${purpose}:${address}`;
  const hourly = { windowMs: HOUR, limit: limits.toAddressFromNetwork };
  const pace = { windowMs: COOL_DOWN_MS, limit: 1 };
  if (knownBrowser) {
    const here = `${whose}:browser:${knownBrowser}`;
    return [
      { name: `pace:${here}`, ...pace },
      { name: `mails:${here}`, ...hourly },
    ];
  }
  return [
    { name: `asked:${purpose}:${network}`, windowMs: HOUR, limit: limits.askedByNetwork },
    { name: `pace:${whose}`, ...pace },
    { name: `mails:${whose}:from:${network}`, ...hourly },
    { name: `mails:${whose}`, windowMs: HOUR, limit: limits.toAddress },
  ];
}

/** Mails to addresses without a contact; for everybody else the same rows are touched and nothing is counted. */
function newcomerHits(limits: Limits, { address, network }: Asker, recipient: Recipient): (Hit & { reason: string })[] {
  const isNew = recipient.kind === 'perhaps' || (recipient.kind === 'newcomer' && !recipient.unlimited);
  const by = isNew ? 1 : 0;
  const hourly = { windowMs: HOUR, by } as const;
  return [
    {
      name: `newcomers:from:${network}`,
      limit: limits.newcomersFromNetwork,
      ...hourly,
      reason: 'too many new people from this network within an hour',
    },
    {
      name: `newcomers:of:${domainOf(address)}`,
      limit: limits.newcomersOfDomain,
      ...hourly,
      reason: 'too many new people of this domain within an hour',
    },
  ];
}

function shareOf(limits: Limits, { purpose }: Asker, recipient: Recipient): number {
  if (purpose === 'administrator') return limits.mailsInAll;
  return recipient.kind === 'known' ? limits.mailsToContacts : limits.mailsToNewcomers;
}
