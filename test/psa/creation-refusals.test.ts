import { expect, test } from 'vitest';
import { textOf } from '../support/form.js';
import { psaPageLater } from '../support/psa/console-later.js';
import {
  addressesThere,
  creationsAsked,
  isCreation,
  isSearch,
  NORA,
  NORA_NEW,
  signInNew,
} from '../support/psa/new-person.js';
import { type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';
import { isSignedIn, signIn, statusOfAsking } from '../support/sign-in.js';

const PEOPLE = [1, 2, 3, 4, 5].map((number) => `nr${number}@acme.example`);
/** Minutes between one try and the next. */
const BACK_OFF = [0.5, 1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60];

test('keys that are not taken any more: everybody signs in, and is created once the keys are right again', async () => {
  const { portal, fake, creations, sync } = await startPsaWorld();
  const { privateKey } = fake.account;
  fake.account.privateKey = 'another';
  await signInAll(portal);
  await portal.ctx.psa.idle();
  expect(await creations()).toMatchObject(eachOf({ state: 'waiting', reason: 'unauthorized', tries: 1 }));
  portal.passMinutes(10);
  fake.account.privateKey = privateKey;
  await sync();
  await portal.ctx.psa.idle();
  expect(addressesThere(fake)).toEqual(PEOPLE);
});

test('a role that may read but not add: each is tried by the back-off, however well everything else is answered', async () => {
  const { portal, fake, creations, sync } = await startPsaWorld();
  fake.options.forbids = isCreation;
  await signInAll(portal);
  await portal.ctx.psa.idle();
  await sync();
  expect(creationsAsked(fake)).toBe(PEOPLE.length);
  expect(await creations()).toMatchObject(eachOf({ state: 'waiting', reason: 'unauthorized', tries: 1 }));
  for (const minutes of BACK_OFF) {
    portal.passMinutes(minutes);
    await portal.ctx.psa.idle();
  }
  expect(creationsAsked(fake)).toBe(PEOPLE.length * (1 + BACK_OFF.length));
  expect(await creations()).toMatchObject(eachOf({ state: 'attention', reason: 'unauthorized' }));
  expect(await psaPageLater(portal)).toContain('ConnectWise does not let the API member add contacts.');
});

test('what ConnectWise does not take needs somebody to look, and is shown in its words', async () => {
  const { portal, fake, creations } = await startPsaWorld();
  const errors = [{ code: 'InvalidField', message: 'The site is required.', resource: 'contact', field: 'site' }];
  const body = { code: 'InvalidObject', message: 'contact object is invalid', errors };
  fake.misbehave({ match: isCreation, do: 'status', status: 400, body });
  const nora = await signInNew(portal);
  await portal.ctx.psa.idle();
  expect(await creations()).toMatchObject([{ state: 'attention', reason: 'refused' }]);
  const page = textOf(await portal.administrator.get('/admin/psa'));
  expect(page).toContain('ConnectWise said: “contact object is invalid The site is required');
  portal.passMinutes(24 * 60);
  await portal.ctx.psa.idle();
  expect(creationsAsked(fake)).toBe(1);
  expect(await isSignedIn(nora)).toBe(true);
});

test('a second one that ConnectWise itself refuses needs somebody to look; trying again finds the first', async () => {
  const { portal, fake, acme, creations } = await startPsaWorld({ connectWise: { refuseDuplicates: true } });
  fake.misbehave({ do: 'hide-new', ms: 60_000 });
  fake.contact({ companyId: acme.there, firstName: 'Nora', lastName: 'New', emails: [NORA] });
  await signInNew(portal);
  await portal.ctx.psa.idle();
  const [job] = await creations();
  expect(job).toMatchObject({
    state: 'attention',
    reason: 'refused',
    detail: expect.stringContaining('already exists'),
  });
  portal.passMinutes(1);
  await retry(portal);
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'found-in-psa' }]);
  expect(addressesThere(fake)).toEqual([NORA]);
});

test.each([
  ['the search', isSearch],
  ['the creation', isCreation],
])('asked to wait at %s, it asks nothing before the time is over, and that costs no try', async (_what, match) => {
  const { portal, fake, creations } = await startPsaWorld();
  const nora = portal.visitor();
  await signIn(portal, nora, NORA);
  fake.misbehave({ match, times: 1, do: 'status', status: 429, headers: { 'retry-after': '420' } });
  await nora.post('/login/name', NORA_NEW);
  await portal.ctx.psa.idle();
  expect(await creations()).toMatchObject([{ state: 'waiting', tries: 0 }]);
  const asked = fake.requests.length;
  portal.passMs(418_000);
  await portal.ctx.psa.idle();
  await statusOfAsking(portal, portal.visitor(), 'somebody@private.example');
  expect(fake.requests).toHaveLength(asked);
  portal.passMs(3_000);
  await portal.ctx.psa.idle();
  expect(addressesThere(fake)).toEqual([NORA]);
  expect(creationsAsked(fake)).toBe(match === isCreation ? 2 : 1);
});

test('an error of ConnectWise’s own is no answer: perhaps it was done', async () => {
  const { portal, fake, creations } = await startPsaWorld();
  fake.misbehave({ match: isCreation, times: 2, do: 'status', status: 500 });
  await signInNew(portal);
  await portal.ctx.psa.idle();
  portal.passMinutes(4);
  await portal.ctx.psa.idle();
  expect(creationsAsked(fake)).toBe(1);
  for (const minutes of [2, 5, 5]) {
    portal.passMinutes(minutes);
    await portal.ctx.psa.idle();
  }
  expect(creationsAsked(fake)).toBe(3);
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'created-in-psa' }]);
});

function eachOf<T>(one: T): T[] {
  return PEOPLE.map(() => one);
}

async function signInAll(portal: PsaWorld['portal']): Promise<void> {
  for (const address of PEOPLE) expect(await isSignedIn(await signInNew(portal, address))).toBe(true);
}

async function retry(portal: PsaWorld['portal']): Promise<void> {
  const [job] = await portal.ctx.db.selectFrom('psa_creations').select('contact_id').execute();
  await portal.administrator.get('/admin/psa');
  await portal.administrator.post(`/admin/psa/creations/${job?.contact_id}/tries`);
  await portal.ctx.psa.idle();
}
