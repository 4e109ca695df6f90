import { describe, expect, test, vi } from 'vitest';
import type { PsaKindName } from '../../src/psa/connector.js';
import { PSA_KINDS } from '../../src/psa/connectors.js';
import { textOf } from '../support/form.js';
import { ANN } from '../support/psa/ann.js';
import { anotherWorker } from '../support/psa/another-worker.js';
import type { FakeRequest } from '../support/psa/fake-server.js';
import { createGate } from '../support/psa/misbehaviour.js';
import {
  givenInactiveAnn,
  type InactiveAnn,
  isActiveThere,
  reactivationsAsked,
  signInAgain,
} from '../support/psa/returning.js';
import { isSignedIn, recorded } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';

const NAMES: Record<PsaKindName, [name: string, apiUser: string]> = {
  connectwise: ['ConnectWise', 'API member'],
  autotask: ['Autotask', 'API user'],
  halopsa: ['HaloPSA', 'API application'],
};

describe.each(PSA_KINDS)('beside %s', (kind) => {
  const [vendor, apiUser] = NAMES[kind];

  test('what it does not take needs somebody to look, who may leave it: then they are kept out again', async () => {
    const { world, ann } = await givenRefused(kind);
    const { portal, sync, creations, acme } = world;
    expect(await creations()).toMatchObject([{ state: 'attention', reason: 'refused' }]);
    const page = textOf(await portal.administrator.get('/admin/psa'));
    expect(page).toContain(`Ann Lee is still inactive in ${vendor}`);
    expect(page).toContain(`${vendor} did not make the contact active. ${vendor} said: “`);
    expect(page).toContain('If you leave it, they are signed out and kept out again.');
    await sync('full');
    expect(await isSignedIn(ann)).toBe(true);

    await press(world, 'dismissal');
    expect(await isSignedIn(ann)).toBe(false);
    expect(textOf(await portal.administrator.get('/admin/psa'))).toContain('they are signed out and kept out');
    expect(textOf(await portal.administrator.get(`/admin/companies/${acme.id}`))).toContain(`Inactive in ${vendor}`);
    expect(await creations()).toMatchObject([{ state: 'done', reason: 'dismissed' }]);
    expect(await recorded(portal)).toEqual(
      expect.arrayContaining([
        'psa reactivation-dismissed: by Mia Admin',
        'contact kept-out-by-psa: inactive',
        expect.stringMatching(/^contact not-reactivated-in-psa: refused: /),
      ]),
    );
    world.psa.server.behave();
    portal.passMinutes(24 * 60);
    await portal.ctx.psa.idle();
    expect(isActiveThere(world)).toBe(false);
  });

  test('somebody who may not change contacts there is told so at once, and who comes back is active there once they may', async () => {
    const world = await givenInactiveAnn({ kind });
    const { portal, psa, creations } = world;
    psa.server.misbehave({ match: psa.isReactivation, ...psa.deed('forbidden') });
    const ann = await signInAgain(portal);
    await portal.ctx.psa.idle();
    expect(await creations()).toMatchObject([{ state: 'waiting', reason: 'unauthorized' }]);
    const page = textOf(await portal.administrator.get('/admin/psa'));
    expect(page).toContain(`${vendor} does not let the ${apiUser} change contacts.`);
    psa.server.behave();
    await press(world, 'tries');
    expect(await recorded(portal)).toContain('psa reactivation-retried: by Mia Admin');
    expect([isActiveThere(world), await isSignedIn(ann)]).toEqual([true, true]);
    expect(textOf(await portal.administrator.get('/admin/psa'))).toContain('Needs attention Nothing.');
  });
});

test('an answer that was lost is no refusal: the next try sees that it was done, and asks for nothing again', async () => {
  const world = await givenInactiveAnn();
  const { portal, psa, creations } = world;
  psa.server.misbehave({ match: psa.isReactivation, times: 1, do: 'drop-after' });
  await signInAgain(portal);
  await portal.ctx.psa.idle();
  expect(await creations()).toMatchObject([{ state: 'waiting', reason: 'unreachable' }]);
  portal.passMinutes(1);
  await portal.ctx.psa.idle();
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'reactivated-in-psa' }]);
  expect([isActiveThere(world), reactivationsAsked(world)]).toEqual([true, 1]);
});

test('a PSA that dies once it has made them active: the next try sees that it was done', async () => {
  const world = await givenInactiveAnn();
  const { portal, psa, creations, annId } = world;
  const isLook = ({ method, path }: FakeRequest) => method === 'GET' && path.endsWith(`/contacts/${annId}`);
  const isLater = (request: FakeRequest) => isLook(request) && reactivationsAsked(world) > 0;
  psa.server.misbehave({ match: isLater, do: 'status', status: 400 });
  await signInAgain(portal);
  await portal.ctx.psa.idle();
  expect(await creations()).toMatchObject([{ state: 'waiting', reason: 'unusable' }]);
  psa.server.behave();
  portal.passMinutes(1);
  await portal.ctx.psa.idle();
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'reactivated-in-psa' }]);
  expect([isActiveThere(world), reactivationsAsked(world)]).toEqual([true, 1]);
});

test('an answer that says yes while the contact stays inactive is not believed', async () => {
  const world = await givenInactiveAnn();
  const { portal, psa, sync, creations, annId } = world;
  psa.server.misbehave({ match: psa.isReactivation, times: 1, do: 'status', status: 200, body: { id: Number(annId) } });
  const ann = await signInAgain(portal);
  await portal.ctx.psa.idle();
  expect(await creations()).toMatchObject([
    { state: 'waiting', reason: 'unusable', detail: 'the contact is still inactive' },
  ]);
  await sync('full');
  portal.passMinutes(1);
  await portal.ctx.psa.idle();
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'reactivated-in-psa' }]);
  expect([isActiveThere(world), await isSignedIn(ann)]).toEqual([true, true]);
});

type Change = (world: InactiveAnn) => unknown;

test.each<[string, Change, refusal: string]>([
  ['deleted', ({ psa, annId }) => psa.remove('contact', annId), 'gone'],
  [
    'moved to another company',
    ({ psa, annId }) => psa.changeContact(annId, { companyId: psa.company({ name: 'Globex' }) }),
    'gone',
  ],
  [
    'given another address',
    ({ psa, annId }) => psa.changeContact(annId, { addresses: ['lee@acme.example'] }),
    'inactive',
  ],
])('who was %s there meanwhile is not made active, and is kept out', async (_what, change, refusal) => {
  const world = await givenInactiveAnn();
  const { portal, creations } = world;
  await portal.ctx.psa.stop();
  const ann = await signInAgain(portal);
  await change(world);
  await anotherWorker(portal.ctx).idle();
  expect([reactivationsAsked(world), await isSignedIn(ann)]).toEqual([0, false]);
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'found-in-psa' }]);
  expect(await recorded(portal)).toContain(`contact kept-out-by-psa: ${refusal}`);
});

test('whom somebody has made active there by hand meanwhile is left as they are', async () => {
  const world = await givenInactiveAnn();
  const { portal, psa, creations, annId } = world;
  await portal.ctx.psa.stop();
  const ann = await signInAgain(portal);
  psa.changeContact(annId, { inactive: false });
  await anotherWorker(portal.ctx).idle();
  expect([reactivationsAsked(world), await isSignedIn(ann)]).toEqual([0, true]);
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'found-in-psa' }]);
});

test('who is switched off here before the PSA was asked is made active there only once they are on again', async () => {
  const world = await givenInactiveAnn();
  const { portal, creations } = world;
  const off = (active: 0 | 1) =>
    portal.ctx.db.updateTable('contacts').set({ active }).where('address', '=', ANN).execute();
  await portal.ctx.psa.stop();
  await signInAgain(portal);
  await off(0);
  const worker = anotherWorker(portal.ctx);
  await worker.idle();
  expect(await creations()).toMatchObject([{ state: 'waiting', reason: 'inactive' }]);
  expect(isActiveThere(world)).toBe(false);
  await off(1);
  portal.passMinutes(60);
  await worker.idle();
  expect(isActiveThere(world)).toBe(true);
});

test('what is left while a try asks how things stand is not changed there', async () => {
  const world = await givenInactiveAnn();
  const { portal, psa, annId } = world;
  psa.server.misbehave({ match: psa.isReactivation, times: 1, ...psa.deed('forbidden') });
  const ann = await signInAgain(portal);
  await portal.ctx.psa.idle();
  portal.passMinutes(1);
  const gate = createGate();
  const isLook = ({ method, path }: FakeRequest) => method === 'GET' && path.endsWith(`/contacts/${annId}`);
  const looks = () => psa.server.requests.filter(isLook).length;
  const before = looks();
  psa.server.misbehave({ match: isLook, do: 'wait', for: gate.opened });
  const trying = portal.ctx.psa.idle();
  await vi.waitFor(() => expect(looks()).toBe(before + 1));
  await portal.administrator.post(`/admin/psa/creations/${await jobOf(world)}/dismissal`);
  gate.open();
  await trying;
  expect([reactivationsAsked(world), isActiveThere(world), await isSignedIn(ann)]).toEqual([1, false, false]);
});

test('who was left may come back again, and is asked about again', async () => {
  const { world } = await givenRefused('connectwise');
  const { portal, psa, creations } = world;
  await press(world, 'dismissal');
  psa.server.behave();
  portal.passMinutes(1);
  const again = await signInAgain(portal);
  await portal.ctx.psa.idle();
  expect(await creations()).toMatchObject([{ state: 'done', reason: 'reactivated-in-psa' }]);
  expect([isActiveThere(world), await isSignedIn(again)]).toEqual([true, true]);
});

/** Ann is signed in, and the PSA does not take that she is active. */
async function givenRefused(kind: PsaKindName): Promise<{ world: InactiveAnn; ann: Visitor }> {
  const world = await givenInactiveAnn({ kind });
  const { portal, psa } = world;
  psa.server.misbehave({ match: psa.isReactivation, ...psa.deed('says-our-secret') });
  const ann = await signInAgain(portal);
  await portal.ctx.psa.idle();
  return { world, ann };
}

async function press(world: InactiveAnn, button: 'tries' | 'dismissal'): Promise<void> {
  await world.portal.administrator.post(`/admin/psa/creations/${await jobOf(world)}/${button}`);
  await world.portal.ctx.psa.idle();
}

async function jobOf({ portal: { ctx } }: InactiveAnn): Promise<string | undefined> {
  const [job] = await ctx.db.selectFrom('psa_creations').select('contact_id').execute();
  return job?.contact_id;
}
