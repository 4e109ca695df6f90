import { describe, expect, test } from 'vitest';
import { NEW_CONTACTS_STOP } from '../../src/contacts/new-contact-limit.js';
import { PSA_KINDS } from '../../src/psa/connectors.js';
import { observe } from '../support/observed.js';
import { ANN } from '../support/psa/ann.js';
import { anotherWorker } from '../support/psa/another-worker.js';
import { addressesHere } from '../support/psa/new-person.js';
import {
  givenInactiveAnn,
  type InactiveAnn,
  isActiveThere,
  letReturn,
  reactivationsAsked,
  signInAgain,
} from '../support/psa/returning.js';
import { addressesAt } from '../support/psa/vendor-world.js';
import { askForToken, contactSessions, isSignedIn, recorded, statusOfAsking } from '../support/sign-in.js';

const ZOE = 'zoe@private.example';
const HOUR = 60;

describe.each(PSA_KINDS)('beside %s', (kind) => {
  test('nobody comes back unless somebody has said so: no mail, and nothing is asked or changed there', async () => {
    const world = await givenInactiveAnn({ kind, returns: false });
    const { portal, psa, creations } = world;
    await statusOfAsking(portal, portal.visitor(), ANN);
    await portal.ctx.psa.idle();
    expect(portal.sink.mailsTo(ANN)).toEqual([]);
    expect([isActiveThere(world), await creations(), psa.contacts().length]).toEqual([false, [], 2]);
    expect(reactivationsAsked(world)).toBe(0);
    const why = 'contact at Acme Ltd; contact is inactive in the PSA';
    expect(await recorded(portal)).toContain(`token-asked nowhere: ${why}; no mail: not active`);
  });

  test('who comes back signs in at once, is asked for no name, and is made active there instead of being created again', async () => {
    const world = await givenInactiveAnn({ kind });
    const { portal, psa, sync, creations, annId } = world;
    const ann = await signInAgain(portal);
    expect((await ann.get('/')).text).toContain('Hello, Ann Lee');
    await portal.ctx.psa.idle();
    expect([isActiveThere(world), reactivationsAsked(world)]).toEqual([true, 1]);
    expect([addressesAt(psa), await addressesHere(world)]).toEqual([
      [ANN, ZOE],
      [ANN, ZOE],
    ]);
    expect(await creations()).toMatchObject([{ state: 'done', reason: 'reactivated-in-psa' }]);
    await sync('full');
    expect(await isSignedIn(ann)).toBe(true);
    const told = (await recorded(portal)).filter((event) => /^contact |^signed-in contact/.test(event));
    const why = 'contact at Acme Ltd; contact is inactive in the PSA, and comes back';
    expect(told.toSorted()).toEqual([
      `contact reactivated-in-psa: as ${annId}`,
      `contact returned: ${why}`,
      `signed-in contact: ${why}`,
    ]);
  });

  test('while it is dead they are in, and every sync of what it knew leaves them in; once it is back they are active there', async () => {
    const world = await givenInactiveAnn({ kind });
    const { portal, psa, sync, creations } = world;
    await psa.server.stop();
    const ann = await signInAgain(portal);
    for (let hour = 0; hour < 8; hour += 1) {
      await portal.ctx.psa.idle();
      portal.passMinutes(HOUR);
    }
    expect(await creations()).toMatchObject([{ state: 'waiting', reason: 'unreachable' }]);
    await psa.server.start();
    psa.server.misbehave({ match: psa.isReactivation, times: 1, do: 'status', status: 503 });
    await sync('full');
    expect([await isSignedIn(ann), isActiveThere(world)]).toEqual([true, false]);
    portal.passMinutes(15);
    await sync();
    await portal.ctx.psa.idle();
    expect([await isSignedIn(ann), isActiveThere(world)]).toEqual([true, true]);
    expect(await creations()).toMatchObject([{ state: 'done', reason: 'reactivated-in-psa' }]);
  });
});

test('an address that only the PSA knows, and as inactive, is looked up and comes back', async () => {
  const world = await givenInactiveAnn();
  const { portal, psa, acme } = world;
  const bob = 'bob@acme.example';
  const id = psa.contact({
    companyId: acme.there,
    firstName: 'Bob',
    lastName: 'Ray',
    addresses: [bob],
    inactive: true,
  });
  expect((await (await signInAgain(portal, bob)).get('/')).text).toContain('Hello, Bob Ray');
  await portal.ctx.psa.idle();
  expect(psa.contacts().find((one) => one.id === id)?.maySignIn).toBe(true);
  expect(addressesAt(psa)).toEqual([ANN, bob, ZOE]);
});

test.each(PSA_KINDS)('%s: who comes back stays, also when what stands before their address is none', async (kind) => {
  const world = await givenInactiveAnn({ kind, ann: { addresses: ['n/a', ANN] } });
  const ann = await signInAgain(world.portal);
  await world.portal.ctx.psa.idle();
  expect([isActiveThere(world), reactivationsAsked(world), await isSignedIn(ann)]).toEqual([true, 1, true]);
});

test('twenty at once, before three processes: one contact, made active once', async () => {
  const world = await givenInactiveAnn({ env: { TRUST_PROXY: 'loopback' } });
  const { portal, psa } = world;
  const asked = [];
  for (let at = 1; at <= 20; at += 1) {
    if (at > 1) portal.passMs(30_000); // nobody may ask sooner
    const browser = portal.visitor(`198.51.100.${at}`);
    asked.push({ browser, token: (await askForToken(portal, browser, ANN)).code });
  }
  psa.server.misbehave({ match: psa.isReactivation, do: 'delay-answer', ms: 30 });
  const workers = [portal.ctx.psa, anotherWorker(portal.ctx), anotherWorker(portal.ctx)];
  const answers = asked.map(async ({ browser, token }) => {
    const { headers } = await browser.post('/login/token', { token });
    for (const worker of workers) worker.wake();
    return headers.location;
  });
  expect(new Set(await Promise.all(answers))).toEqual(new Set(['/']));
  await Promise.all(workers.map((worker) => worker.idle()));
  expect(await contactSessions(portal)).toHaveLength(20);
  expect([isActiveThere(world), reactivationsAsked(world)]).toEqual([true, 1]);
  expect([addressesAt(psa), await addressesHere(world)]).toEqual([
    [ANN, ZOE],
    [ANN, ZOE],
  ]);
  expect((await recorded(portal)).filter((event) => event.startsWith('contact returned'))).toHaveLength(1);
});

type Change = (world: InactiveAnn) => unknown;

test.each<[string, Change, string?]>([
  ['by a further address', () => undefined, 'al@acme.example'],
  ['at a company that the address does not lead to', moveDomain],
  ['where nobody is created', ({ portal }) => letReturn(portal, true, 'no-creation')],
  ['at a company that creates nobody', inTable('companies', { creates_contacts: 0 })],
  ['at a company that is switched off here', inTable('companies', { active: 0 })],
  ['at a company that is inactive there', ({ psa, acme }) => psa.changeCompany(acme.there, { active: false })],
  ['whose contact is switched off here', inTable('contacts', { active: 0 })],
  ['who is not there any more', ({ psa, annId }) => psa.remove('contact', annId)],
])('nobody comes back %s: no mail, and nothing is changed there', async (_what, change, address = ANN) => {
  const world = await givenInactiveAnn({ ann: { addresses: [ANN, 'al@acme.example'] } });
  const { portal, creations } = world;
  const before = isActiveThere(world);
  await change(world);
  await world.sync('full');
  await statusOfAsking(portal, portal.visitor(), address);
  await portal.ctx.psa.idle();
  expect([before, portal.sink.mails, await creations(), reactivationsAsked(world)]).toEqual([false, [], [], 0]);
});

test('one who is active at another company signs in there, and stays inactive here', async () => {
  const world = await givenInactiveAnn();
  const { portal } = world;
  const globex = await portal.given.company({ name: 'Globex' });
  await portal.given.contact(globex, ANN, { first: 'Globex' });
  expect((await (await signInAgain(portal)).get('/')).text).toContain('Hello, Globex');
  await portal.ctx.psa.idle();
  expect([isActiveThere(world), reactivationsAsked(world)]).toEqual([false, 0]);
});

test('who may not come back any more by the time the token is used is refused, and stays inactive there', async () => {
  const world = await givenInactiveAnn();
  const { portal, creations } = world;
  const ann = portal.visitor();
  const { code } = await askForToken(portal, ann, ANN);
  await letReturn(portal, false);
  expect((await ann.post('/login/token', { token: code })).status).toBe(403);
  expect([await contactSessions(portal), await creations(), isActiveThere(world)]).toEqual([[], [], false]);
});

test('who has come back is made active there, whatever is said about others since', async () => {
  const world = await givenInactiveAnn();
  const { portal, sync } = world;
  await portal.ctx.psa.stop();
  const ann = await signInAgain(portal);
  await letReturn(portal, false);
  const worker = anotherWorker(portal.ctx);
  await worker.idle();
  await sync('full');
  expect([isActiveThere(world), await isSignedIn(ann)]).toEqual([true, true]);
});

test('who comes back counts among the new contacts of a day, and nobody does beyond their limit', async () => {
  const world = await givenInactiveAnn();
  const { portal, creations } = world;
  const ends_at = portal.ctx.clock() + 24 * HOUR * 60_000;
  const used = { name: 'new contacts:acme.example', ends_at, count: NEW_CONTACTS_STOP };
  await portal.ctx.db.insertInto('counters').values(used).execute();
  const ann = portal.visitor();
  const { code } = await askForToken(portal, ann, ANN);
  expect((await ann.post('/login/token', { token: code })).status).toBe(403);
  expect([await contactSessions(portal), await creations(), isActiveThere(world)]).toEqual([[], [], false]);
  const contact = portal.ctx.db.selectFrom('contacts').select('psa_refusal').where('address', '=', ANN);
  expect(await contact.execute()).toEqual([{ psa_refusal: 'inactive' }]);
});

test('a stranger learns from no answer that somebody would come back', async () => {
  const { portal } = await givenInactiveAnn();
  const walk = (address: string) =>
    observe(portal, address, async (visitor) => {
      const asked = await visitor.post('/login', { email: address });
      await portal.ctx.outbox.idle();
      return [asked, await visitor.get('/login/token'), await visitor.post('/login/token', { token: '0000-0000' })];
    });
  await portal.visitor().post('/login', { email: 'one@acme.example' }); // makes the domain's counter
  const [ann, eve] = [await walk(ANN), await walk('eve@acme.example')];
  expect(ann.answers).toEqual(eve.answers);
  expect(ann.statements).toEqual(eve.statements);
});

function inTable(table: 'companies' | 'contacts', change: object): Change {
  return ({ portal: { ctx } }) => ctx.db.updateTable(table).set(change).execute();
}

/** Acme’s domain is Globex’s from now on. */
async function moveDomain({ portal }: InactiveAnn): Promise<void> {
  await portal.ctx.db.deleteFrom('company_domains').execute();
  await portal.given.company({ name: 'Globex', domains: ['acme.example'] });
}
