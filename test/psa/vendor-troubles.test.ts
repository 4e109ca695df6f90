import { expect, test, vi } from 'vitest';
import { connectPsa } from '../../src/psa/change-psa.js';
import type { PsaKindName } from '../../src/psa/connector.js';
import { PSA_KINDS } from '../../src/psa/connectors.js';
import { CREATION_LEASE_MS } from '../../src/psa/contacts/creation-store.js';
import { anotherConnection, anotherWorker } from '../support/psa/another-worker.js';
import type { FakePsa } from '../support/psa/fake-psa.js';
import type { FakeRequest } from '../support/psa/fake-server.js';
import { createGate, type Misdeed } from '../support/psa/misbehaviour.js';
import { NORA, settle, signInNew } from '../support/psa/new-person.js';
import { BY } from '../support/psa/psa-world.js';
import { addressesAt, creationsAskedAt, startBesideVendor, startVendorWorld } from '../support/psa/vendor-world.js';

/** Failures in a row, after which nobody asks for half a minute. */
const FAILURES = 5;

test.each<[PsaKindName, what: string, Misdeed]>([
  ...PSA_KINDS.map((kind) => [kind, 'failing', { do: 'html', status: 502 }] as [PsaKindName, string, Misdeed]),
  ['autotask', 'letting nobody in', { do: 'status', status: 401 }],
  ['halopsa', 'letting nobody in', { do: 'status', status: 401 }],
])('%s, %s, is left alone soon, although it still tells everybody where to ask', async (kind, _what, misdeed) => {
  const { portal, psa } = await startVendorWorld(kind);
  const connection = anotherConnection(portal.ctx);
  const ask = () => connection.ask((connector) => connector.findContactsByAddress(NORA));
  psa.server.misbehave({ match: (request) => !psa.isPreamble(request), ...misdeed });
  for (let failed = 0; failed < FAILURES; failed += 1) expect((await ask()).kind).toBe('no-answer');
  const asked = psa.server.requests.length;
  for (let more = 0; more < 10; more += 1) expect((await ask()).kind).toBe('no-answer');
  expect(psa.server.requests).toHaveLength(asked);
});

/** Told in such words, or by such a status, that it need not be the PSA that is down. */
const OUTAGES: [PsaKindName, what: string, match: (psa: FakePsa) => (request: FakeRequest) => boolean, Misdeed][] = [
  [
    'autotask',
    '500 with words',
    (psa) => (request) => !psa.isPreamble(request),
    { do: 'status', status: 500, body: { errors: ['Internal server error'] } },
  ],
  ['autotask', '404 for everything', (psa) => (request) => !psa.isPreamble(request), { do: 'html', status: 404 }],
  [
    'halopsa',
    '404 where it signs in',
    () => () => true,
    { do: 'status', status: 404, body: { message: 'no Route matched' } },
  ],
];

test.each(OUTAGES)(
  '%s answers %s for hours: when it is back nobody waits any longer',
  async (kind, _what, match, misdeed) => {
    const world = await startVendorWorld(kind);
    const { portal, psa, sync } = world;
    portal.passMinutes(120); // what had let us in does no more
    psa.server.misbehave({ match: match(psa), ...misdeed });
    await signInNew(portal);
    for (let quarters = 0; quarters < 12; quarters += 1) {
      await portal.ctx.psa.idle();
      portal.passMinutes(15);
    }
    expect(await portal.ctx.db.selectFrom('psa_health').select('failing_since').execute()).not.toEqual([
      { failing_since: null },
    ]);
    psa.server.behave();
    await sync();
    portal.passMinutes(1);
    await portal.ctx.psa.idle();
    expect(addressesAt(psa)).toEqual([NORA]);
  },
);

test.each(PSA_KINDS)('%s asks us to wait for no time at all: it is not asked again and again', async (kind) => {
  const { portal, psa } = await startVendorWorld(kind);
  psa.server.misbehave({ match: psa.isCreation, do: 'status', status: 429, headers: { 'Retry-After': '0' }, body: {} });
  await signInNew(portal);
  await portal.ctx.psa.idle();
  expect(creationsAskedAt(psa)).toBe(1);
  const {
    state,
    tries,
    next_try_at: next,
  } = await portal.ctx.db.selectFrom('psa_creations').selectAll().executeTakeFirstOrThrow();
  expect([state, tries]).toEqual(['waiting', 0]);
  expect(next - portal.ctx.clock()).toBeGreaterThan(25_000);
  psa.server.behave();
  portal.passMinutes(1);
  await portal.ctx.psa.idle();
  expect(addressesAt(psa)).toEqual([NORA]);
});

/** What is asked last before somebody is created. */
const BEFORE_CREATION: Record<PsaKindName, RegExp> = {
  connectwise: /\/company\/communicationTypes$/,
  autotask: /\/Contacts\/entityInformation\/fields$/,
  halopsa: /\/api\/Client\/\d+$/,
};

test.each(PSA_KINDS)('%s: a creation that comes so late that another process is at it is not sent', async (kind) => {
  const world = await startVendorWorld(kind);
  const { portal, psa, creations } = world;
  const gate = createGate();
  const isLast = ({ path }: FakeRequest) => BEFORE_CREATION[kind].test(path);
  await portal.ctx.psa.stop();
  await signInNew(portal);
  psa.server.requests.length = 0;
  psa.server.misbehave({ match: isLast, times: 1, do: 'wait', for: gate.opened });
  const late = anotherWorker(portal.ctx).idle();
  await vi.waitFor(() => expect(psa.server.requests.filter(isLast)).toHaveLength(1));
  portal.passMs(CREATION_LEASE_MS + 61_000);
  const other = anotherWorker(portal.ctx);
  await other.idle();
  gate.open();
  await late;
  await settle({ portal, creations }, [other]);
  expect([creationsAskedAt(psa), addressesAt(psa)]).toEqual([1, [NORA]]);
});

test('that one vendor asked us to wait for an hour puts off no other', async () => {
  const { portal, psa } = await startBesideVendor('autotask');
  const { db } = portal.ctx;
  const paused = () => db.selectFrom('psa_health').select('paused_until').executeTakeFirstOrThrow();
  psa.server.misbehave({ do: 'status', status: 429, headers: { 'Retry-After': '3600' } });
  await connectPsa(portal.ctx, psa.account(), BY);
  await portal.ctx.psa.idle();
  expect((await paused()).paused_until).toBeGreaterThan(portal.ctx.clock());
  psa.server.behave();
  const halo = { kind: 'halopsa', site: psa.server.url, fields: { clientId: 'c953' }, secret: '14c0' } as const;
  expect(await connectPsa(portal.ctx, halo, BY)).toEqual({ kind: 'saved' });
  expect((await paused()).paused_until).toBe(0);
});
