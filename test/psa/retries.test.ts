import { expect, test } from 'vitest';
import type { Creation } from '../../src/psa/contacts/creation-store.js';
import type { Tried } from '../../src/psa/contacts/tried.js';
import { nextStep } from '../../src/psa/contacts/try-creation.js';
import { PsaFault } from '../../src/psa/fault.js';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const silence: Tried = { kind: 'no-answer', fault: new PsaFault('no-answer'), posted: false };

test('the back-off grows to a day, and then somebody has to look at it', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 8].map((tries) => nextStep(creation({ tries }), silence, NOW).next_try_at - NOW);
  expect(delays).toEqual([MINUTE / 2, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR]);
  expect(nextStep(creation({ tries: 9 }), silence, NOW)).toMatchObject({ state: 'attention', reason: 'unreachable' });
});

test.each(['limited', 'too-busy'] as const)('%s costs no try: it is us who wait', (kind) => {
  const tried: Tried = { kind: 'no-answer', fault: new PsaFault(kind, { retryAfterMs: 7 * MINUTE }), posted: false };
  expect(nextStep(creation({ tries: 9 }), tried, NOW)).toMatchObject({
    state: 'waiting',
    tries: 8,
    next_try_at: NOW + 7 * MINUTE,
  });
});

test.each(['unauthorized', 'forbidden', 'unknown-account'] as const)('%s is told apart from an outage', (kind) => {
  const tried: Tried = { kind: 'no-answer', fault: new PsaFault(kind), posted: false };
  expect(nextStep(creation({ tries: 1 }), tried, NOW)).toMatchObject({ state: 'waiting', reason: 'unauthorized' });
});

test('what an administrator approved stays approved while the PSA does not answer', () => {
  expect(nextStep(creation({ tries: 1, reason: 'approved' }), silence, NOW)).toMatchObject({ reason: 'approved' });
});

test.each(['created-in-psa', 'found-in-psa', 'reactivated-in-psa'] as const)('whoever is %s is done with', (how) => {
  expect(nextStep(creation({}), { kind: 'linked', how, psaId: '1' }, NOW)).toMatchObject({
    state: 'done',
    reason: how,
    ended_at: NOW,
  });
});

test('waiting for the company to be linked costs no try, and waiting for a search to catch up does not either', () => {
  const waiting = nextStep(creation({ tries: 5 }), { kind: 'company-not-linked' }, NOW);
  expect(waiting).toMatchObject({ state: 'waiting', reason: 'company-not-linked', tries: 0 });
  const soon = nextStep(creation({ tries: 5 }), { kind: 'too-soon', at: NOW + MINUTE }, NOW);
  expect(soon).toMatchObject({ state: 'waiting', tries: 4, next_try_at: NOW + MINUTE });
});

test('a contact who may not sign in waits without needing attention, and stays approved', () => {
  const waiting = nextStep(creation({ tries: 9 }), { kind: 'inactive' }, NOW);
  expect(waiting).toMatchObject({ state: 'waiting', reason: 'inactive', tries: 0, next_try_at: NOW + HOUR });
  expect(nextStep(creation({ reason: 'approved' }), { kind: 'inactive' }, NOW)).toMatchObject({ reason: 'approved' });
});

test('what goes wrong here is tried by the same back-off', () => {
  const failed = nextStep(creation({ tries: 2 }), { kind: 'failed' }, NOW);
  expect(failed).toMatchObject({ state: 'waiting', reason: 'failed', next_try_at: NOW + MINUTE });
  expect(nextStep(creation({ tries: 9 }), { kind: 'failed' }, NOW)).toMatchObject({ state: 'attention' });
});

function creation(more: Partial<Creation>): Creation {
  const lease = { lease_until: null, worker: null, posted_at: null };
  const state = { state: 'waiting', reason: null, detail: null, ended_at: null } as const;
  return {
    contact_id: 'ann',
    reactivates: 0,
    ...state,
    tries: 1,
    next_try_at: NOW,
    ...lease,
    created_at: NOW,
    ...more,
  };
}
