import { expect, test } from 'vitest';
import { createGate } from '../../support/psa/misbehaviour.js';
import { all, faultOf } from '../asked.js';
import { ANN, connected, isAt, isWriting } from './connected.js';

const MINUTE = 60_000;

test.each([
  [10_000, 9_499],
  [10_000, 12_000],
  [1_000, 949],
])(
  'when of %i requests an hour others have used %i, lists are left for later, and nothing else is',
  async (threshold, used) => {
    const { fake, connector } = await connected({ threshold, othersUsed: used });
    const companyId = String(fake.company().id);
    const { id } = fake.contact({ companyId: Number(companyId), addresses: [ANN.address] });
    for (const listed of [() => all(connector.listCompanies()), () => all(connector.listContacts(0))]) {
      const { kind, details } = await faultOf(listed());
      expect([kind, details]).toEqual(['limited', { retryAfterMs: 15 * MINUTE }]);
    }
    expect(fake.requests.filter(isAt('/query'))).toEqual([]);
    fake.options.othersUsed = Math.min(used, threshold - 20);
    await connector.createContact({ ...ANN, companyId });
    expect(await connector.findContactsByAddress(ANN.address)).toHaveLength(2);
    expect(await connector.findContact(String(id))).toBeDefined();
    expect(await connector.findCompany(companyId)).toBeDefined();
  },
);

test.each([
  [10_000, 7_490],
  [1_000, 740],
])('when of %i requests an hour others have used %i, everything is listed', async (threshold, othersUsed) => {
  const { fake, connector } = await connected({ threshold, othersUsed });
  fake.contact({ companyId: fake.company().id });
  expect((await all(connector.listCompanies())).flat()).toHaveLength(1);
  expect((await all(connector.listContacts(0))).flat()).toHaveLength(1);
});

test('once others have used three quarters, what changed is still listed, and everything is not', async () => {
  const { fake, connector } = await connected({ othersUsed: 7_500 });
  fake.contact({ companyId: fake.company().id });
  expect((await faultOf(all(connector.listCompanies()))).kind).toBe('limited');
  expect((await faultOf(all(connector.listContacts()))).kind).toBe('limited');
  fake.options.othersUsed = 9_490;
  expect((await all(connector.listCompanies(0))).flat()).toHaveLength(1);
  expect((await all(connector.listContacts(0))).flat()).toHaveLength(1);
});

test('how much everybody together has used is told by the test of the connection, however much it is', async () => {
  const { connector } = await connected({ othersUsed: 9_000 });
  const steps = await all(connector.test());
  expect(steps).toContainEqual({ kind: 'usage-read', used: 9_002, limit: 10_000 });
  expect(steps.at(-1)?.kind).toBe('contacts-read');
});

test('that everybody together asks too much is told as such, and nobody is created', async () => {
  const { fake, connector } = await connected({ othersUsed: 10_001 });
  const contact = { ...ANN, companyId: String(fake.company().id) };
  for (const asked of [() => connector.findContact('174'), () => connector.createContact(contact)]) {
    const { kind, details } = await faultOf(asked());
    expect([kind, details]).toEqual(['limited', { status: 429 }]);
  }
  expect(fake.requests.filter(isWriting)).toEqual([]);
});

test('beside three requests that it is still at, though we gave them up, a fourth is told to wait', async () => {
  const { fake, connector } = await connected();
  const contact = { ...ANN, companyId: String(fake.company().id) };
  const gate = createGate();
  fake.misbehave({ match: isWriting, times: 3, do: 'wait', for: gate.opened });
  const given = await Promise.all([1, 2, 3].map(() => faultOf(connector.createContact(contact))));
  expect(given.map(({ kind }) => kind)).toEqual(['no-answer', 'no-answer', 'no-answer']);
  expect((await faultOf(connector.findContactsByAddress(ANN.address))).kind).toBe('limited');
  gate.open();
  await gate.opened;
  expect(await connector.findContactsByAddress(ANN.address)).toHaveLength(3);
});

test.each([{ currentTimeframeRequestCount: 5 }, { externalRequestThreshold: 0, currentTimeframeRequestCount: 5 }, {}])(
  'how much is used has to be known before a list: %j',
  async (body) => {
    const { fake, connector } = await connected();
    fake.misbehave({ match: isAt('/ThresholdInformation'), do: 'status', status: 200, body });
    expect((await faultOf(all(connector.listContacts()))).kind).toBe('broken');
  },
);
