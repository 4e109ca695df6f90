import { expect, test } from 'vitest';
import { failed } from '../support/psa/connectwise/errors.js';
import { psaPageLater } from '../support/psa/console-later.js';
import type { Misdeed } from '../support/psa/misbehaviour.js';
import { addressesThere, creationsAsked, isCreation, NORA, NORA_NEW, signInNew } from '../support/psa/new-person.js';
import { type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';
import { recorded, signIn } from '../support/sign-in.js';

/** Minutes from one try to the next, when nothing is created for five minutes after an answer that could not be used. */
const BACK_OFF = [6, 6, 6, 15, 60, 4 * 60, 12 * 60, 24 * 60];
const SYNC_MINUTES = 15;
const DAYS = 7 * 24 * 3_600_000;

test('a company that is not there any more needs somebody to look at once, and is told in the PSA’s words', async () => {
  const world = await startPsaWorld();
  const { portal, fake, creations } = world;
  fake.misbehave({ match: isCreation, do: 'status', ...failed(404, 'NotFound', 'Company 250 not found') });
  await signInNew(portal);
  await portal.ctx.psa.idle();
  expect(await creations()).toMatchObject([{ state: 'attention', reason: 'refused', detail: 'Company 250 not found' }]);
  const page = await psaPageLater(portal);
  expect(page).toContain('ConnectWise did not take the contact. ConnectWise said: “Company 250 not found”.');
  expect(page).not.toContain('could not be asked');
  expect(await recorded(portal)).toContain('contact not-created-in-psa: refused: Company 250 not found');
  fake.behave();
  await later(world, SYNC_MINUTES);
  expect(creationsAsked(fake)).toBe(1);
});

const UNUSABLE: [what: string, misdeed: Misdeed, told: string][] = [
  ['errors', { do: 'status', ...failed(500, 'Error', 'It went wrong.') }, 'wrong with its answer: “It went wrong”.'],
  ['another shape', { do: 'status', status: 200, body: { id: 'new' } }, 'wrong with its answer: “id: Invalid input'],
  ['a redirect', { do: 'redirect', to: 'http://127.0.0.1:9/' }, 'Test the connection'],
  ['too much', { do: 'huge' }, 'Test the connection'],
  ['a proxy’s page', { do: 'html' }, 'Test the connection'],
  ['a proxy’s page that says 404', { do: 'html', status: 404 }, 'Test the connection'],
];

test.each(UNUSABLE)(
  'an answer to a creation that is %s is tried again by the back-off, and is no silence in the end',
  async (_what, misdeed, told) => {
    const world = await startPsaWorld();
    const { portal, fake, creations } = world;
    fake.misbehave({ match: isCreation, ...misdeed });
    fake.misbehave({ do: 'hide-new', ms: DAYS });
    await signInNew(portal);
    await portal.ctx.psa.idle();
    expect(await creations()).toMatchObject([{ state: 'waiting', reason: 'unusable' }]);
    for (const minutes of BACK_OFF) await later(world, minutes);
    expect(await creations()).toMatchObject([{ state: 'attention', reason: 'unusable' }]);
    const page = await psaPageLater(portal);
    expect(page).toContain('ConnectWise was asked for a whole day, and its answers could not be used.');
    expect(page).toContain(told);
    expect(page).not.toContain('could not be asked');
  },
);

test('what could not be created for the answers of a PSA that was down is created when it answers again', async () => {
  const world = await startPsaWorld();
  const { portal, fake, creations } = world;
  fake.misbehave({ do: 'status', status: 503 });
  await signInNew(portal);
  await portal.ctx.psa.idle();
  for (const minutes of BACK_OFF) await later(world, minutes);
  expect(await creations()).toMatchObject([{ state: 'attention', reason: 'unusable' }]);
  fake.behave();
  await later(world, SYNC_MINUTES);
  expect(addressesThere(fake)).toEqual([NORA]);
});

test('one there that has the address and cannot be read needs somebody to look; corrected, it is found', async () => {
  const world = await startPsaWorld();
  const { portal, fake, acme, creations, sync } = world;
  const nora = portal.visitor();
  await signIn(portal, nora, NORA);
  const there = fake.contact({ companyId: acme.there, firstName: 'Nora', emails: [NORA] });
  Reflect.deleteProperty(there, 'disablePortalLoginFlag');
  await nora.post('/login/name', NORA_NEW);
  await portal.ctx.psa.idle();
  await sync();
  expect(await creations()).toMatchObject([{ state: 'attention', reason: 'unreadable' }]);
  const page = await psaPageLater(portal);
  expect(page).toContain('ConnectWise has a contact with this address that cannot be read');
  expect(page).toContain(`It is number ${there.id} (disablePortalLoginFlag: Invalid input`);
  expect(page).toContain('ConnectWise Answers');

  fake.update('contact', there.id, { disablePortalLogin: false });
  const [job] = await portal.ctx.db.selectFrom('psa_creations').select('contact_id').execute();
  await portal.administrator.post(`/admin/psa/creations/${job?.contact_id}/tries`);
  await portal.ctx.psa.idle();
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'found-in-psa' }]);
  expect([creationsAsked(fake), addressesThere(fake)]).toEqual([0, [NORA]]);
});

async function later({ portal }: PsaWorld, minutes: number): Promise<void> {
  portal.passMinutes(minutes);
  await portal.ctx.psa.idle();
}
