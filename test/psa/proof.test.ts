import { describe, expect, test } from 'vitest';
import { PSA_KINDS } from '../../src/psa/connectors.js';
import { anotherWorker } from '../support/psa/another-worker.js';
import { addressesHere, NORA, NORA_NEW, settle, signInNew } from '../support/psa/new-person.js';
import { addressesAt, creationsAskedAt, startVendorWorld, type VendorWorld } from '../support/psa/vendor-world.js';
import { askForToken, contactSessions, isSignedIn } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';

const HOUR = 60;
const SYNC_MINUTES = 15;

/** What holds beside every PSA. */
describe.each(PSA_KINDS)('beside %s', (kind) => {
  test('twenty first sign-ins of one person at once, while it delays and drops answers: one contact here and one there', async () => {
    const world = await startVendorWorld(kind, { env: { TRUST_PROXY: 'loopback' } });
    const { portal, psa, acme } = world;
    const { server, isCreation, isSearch } = psa;
    const people = await askedTwentyTimes(world);
    server.misbehave({ do: 'delay', ms: 10 });
    server.misbehave({ match: isCreation, do: 'delay-answer', ms: 30 });
    server.misbehave({ match: isSearch, times: 2, do: 'drop-before' });
    server.misbehave({ match: isCreation, times: 3, do: 'drop-after' });
    server.misbehave({ do: 'hide-new', ms: 240_000 });
    const workers = [portal.ctx.psa, anotherWorker(portal.ctx), anotherWorker(portal.ctx)];
    const named = people.map(async ({ browser, code }) => {
      await browser.post('/login/token', { token: code });
      const { headers } = await browser.post('/login/name', NORA_NEW);
      for (const worker of workers) worker.wake();
      return headers.location;
    });
    expect(new Set(await Promise.all(named))).toEqual(new Set(['/']));
    expect(await contactSessions(portal)).toHaveLength(20);
    await settle(world, workers);
    expect(await addressesHere(world)).toEqual([NORA]);
    expect(psa.contacts()).toMatchObject([{ companyId: acme.there, addresses: [NORA], maySignIn: true }]);
    expect(creationsAskedAt(psa)).toBe(1);
  });

  test('dead for a day: everybody signs in meanwhile, and is created once within one sync interval after it is back', async () => {
    const world = await startVendorWorld(kind);
    const { psa, portal, creations } = world;
    await psa.server.stop();
    const people: string[] = [];
    for (let hour = 0; hour < 24; hour += 4) {
      people.push(`hour${hour}@acme.example`);
      expect(await isSignedIn(await signInNew(portal, people.at(-1)))).toBe(true);
      await pass(world, 4 * HOUR);
    }
    expect(await creations()).toMatchObject(people.map(() => ({ state: 'waiting', reason: 'unreachable' })));
    await psa.server.start();
    await pass(world, SYNC_MINUTES);
    expect(addressesAt(psa)).toEqual(people.toSorted());
    expect(creationsAskedAt(psa)).toBe(people.length);
    expect(await creations()).toMatchObject(people.map(() => ({ state: 'done', reason: 'created-in-psa' })));
  });

  test('whoever it has at a linked company signs in, until they are inactive there or gone', async () => {
    const { psa, portal, acme, sync } = await startVendorWorld(kind);
    const [ann, bob] = ['Ann', 'Bob'].map((firstName) =>
      psa.contact({ companyId: acme.there, firstName, addresses: [`${firstName.toLowerCase()}@private.example`] }),
    );
    psa.contact({ companyId: acme.there, firstName: 'Zoe', addresses: ['zoe@private.example'] });
    await sync();
    const people = await Promise.all(
      ['ann@private.example', 'bob@private.example'].map(async (address) => {
        const visitor = portal.visitor();
        await visitor.post('/login/token', { token: (await askForToken(portal, visitor, address)).code });
        return visitor;
      }),
    );
    expect(await Promise.all(people.map(isSignedIn))).toEqual([true, true]);
    psa.changeContact(ann ?? '', { inactive: true });
    psa.remove('contact', bob ?? '');
    portal.passMinutes(1);
    await sync();
    expect(await Promise.all(people.map(isSignedIn))).toEqual([false, true]);
    await sync('full');
    expect(await Promise.all(people.map(isSignedIn))).toEqual([false, false]);
  });
});

/** Lets minutes pass, and what is due then be done. */
async function pass({ portal }: VendorWorld, minutes: number): Promise<void> {
  await portal.ctx.psa.idle();
  portal.passMinutes(minutes);
  await portal.ctx.psa.idle();
}

/** One person, in twenty browsers at twenty networks, each with a token of its own. */
async function askedTwentyTimes({ portal }: VendorWorld): Promise<{ browser: Visitor; code: string }[]> {
  const asked: { browser: Visitor; code: string }[] = [];
  for (let at = 1; at <= 20; at += 1) {
    if (at > 1) portal.passMs(30_000); // nobody may ask sooner
    const browser = portal.visitor(`198.51.100.${at}`);
    asked.push({ browser, code: (await askForToken(portal, browser, NORA)).code });
  }
  return asked;
}
