import { expect, test } from 'vitest';
import { listSyncs } from '../../src/psa/sync/sync-store.js';
import { anotherWorker } from '../support/psa/another-worker.js';
import { namesOf, ours, refused, startAtNoon } from '../support/psa/at-noon.js';
import type { FakeRequest } from '../support/psa/fake-server.js';
import { createGate, type Misdeed } from '../support/psa/misbehaviour.js';
import { isLaterPage } from '../support/psa/psa-world.js';
import { isSignedIn, signIn } from '../support/sign-in.js';

const ANN = 'ann@acme.example';
const MINUTE = 60_000;

test('asking one by one for what is missing keeps the lease, and ends when the portal is stopped', async () => {
  const { portal, fake, acme, sync } = await startAtNoon();
  for (let at = 0; at < 10; at += 1) fake.contact({ companyId: acme.there, emails: [`jo${at}@acme.example`] });
  await sync();
  for (const { id } of fake.contacts().slice(1)) fake.remove('contact', id);
  const other = anotherWorker(portal.ctx);
  const isById = ({ path }: FakeRequest) => /contacts\/\d+$/.test(path);
  const byId = () => fake.requests.filter(isById).length;
  const stopping = createGate();
  let restarted: Promise<unknown> | undefined;
  const stop = async () => {
    await other.stop();
    restarted = portal.restart();
    stopping.open();
  };
  fake.misbehave({
    match(request) {
      if (!isById(request)) return false;
      portal.passMinutes(4);
      if (byId() < 5) other.wake();
      if (byId() === 5) void stop();
      return byId() === 5;
    },
    do: 'wait',
    for: stopping.opened,
  });
  const lists = fake.asked('GET', '/company/contacts');
  await sync('full').catch(() => undefined);
  await restarted;
  expect(fake.asked('GET', '/company/contacts')).toBe(lists + 1);
  expect(byId()).toBe(5);
  await portal.ctx.psa.idle();
  expect(byId()).toBe(10);
  expect(await refused(portal)).toHaveLength(9);
});

const BREAKS: [what: string, misdeed: Misdeed, fault: string][] = [
  ['an error', { do: 'status', status: 500, body: { code: 'Oops', message: 'Oops' } }, 'broken'],
  ['a connection that ends', { do: 'drop-before' }, 'unreachable'],
  ['a proxy’s page', { do: 'html' }, 'broken'],
  ['more than anybody reads', { do: 'huge' }, 'too-large'],
  ['a request to wait', { do: 'status', status: 429, headers: { 'retry-after': '1' } }, 'limited'],
  ['a refusal', { do: 'status', status: 401 }, 'unauthorized'],
];

test.each(BREAKS)('%s in the middle leaves everybody as they were, and the sync is made up for', async (...args) => {
  const [, misdeed, fault] = args;
  const { portal, fake, acme, sync } = await startAtNoon();
  fake.contact({ companyId: acme.there, firstName: 'Ann', emails: [ANN] });
  for (let at = 0; at < 300; at += 1) fake.contact({ companyId: acme.there, emails: [`jo${at}@acme.example`] });
  await sync('full');
  const ann = portal.visitor();
  await signIn(portal, ann, ANN);
  for (const { id } of fake.contacts().slice(150)) fake.update('contact', id, { lastName: 'Changed' });
  fake.misbehave({ match: isLaterPage, ...misdeed });

  await sync('full');
  expect((await listSyncs(portal.ctx.db)).find(({ kind }) => kind === 'full')).toMatchObject({ fault });
  expect(await isSignedIn(ann)).toBe(true);
  expect(await refused(portal)).toEqual([]);

  fake.behave();
  portal.passMinutes(15);
  await portal.ctx.psa.idle();
  expect(await listSyncs(portal.ctx.db)).toMatchObject([{ fault: null }, { fault: null, contacts: 301 }]);
  expect((await namesOf(portal, 'last_name')).filter((name) => name === 'Changed')).toHaveLength(151);
});

test('a contact that is deleted while the list is read takes nobody behind it out of sight', async () => {
  const { portal, fake, acme, sync } = await startAtNoon();
  for (let at = 0; at < 300; at += 1) fake.contact({ companyId: acme.there, emails: [`jo${at}@acme.example`] });
  const [first] = fake.contacts();
  fake.misbehave({
    match(request) {
      if (isLaterPage(request)) fake.remove('contact', first?.id ?? 0);
      return false;
    },
    do: 'hang',
  });
  await sync('full');
  expect(await ours(portal)).toHaveLength(300);
});

test('a contact that a list leaves out is asked for by itself before it is taken for gone', async () => {
  const { portal, fake, acme, sync } = await startAtNoon();
  fake.contact({ companyId: acme.there, firstName: 'Bob', emails: ['bob@acme.example'] });
  portal.passMinutes(11);
  const { id } = fake.contact({ companyId: acme.there, firstName: 'Ann', emails: [ANN] });
  await sync();
  const ann = portal.visitor();
  await signIn(portal, ann, ANN);
  fake.misbehave({ do: 'hide-new', ms: 10 * MINUTE });
  await sync('full');
  expect(fake.asked('GET', `/company/contacts/${id}`)).toBe(1);
  expect(await isSignedIn(ann)).toBe(true);
  expect(await refused(portal)).toEqual([]);
});
