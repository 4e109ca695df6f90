import type { Response } from 'supertest';
import { expect, test } from 'vitest';
import { observe } from '../support/observed.js';
import { type PsaWorld, startPsaWorld } from '../support/psa/psa-world.js';
import type { Visitor } from '../support/visitor.js';

/** All of one length, so that even the length of an answer tells nothing. */
const SOMEBODY = {
  'whom we know': 'alice@acme.example',
  'whom only the PSA knows': 'bobby@priv.example',
  'whom nobody knows': 'cindy@priv.example',
  'who is inactive there': 'danny@acme.example',
  'whom only the PSA knows, and as inactive': 'emily@priv.example',
  'without portal login there': 'fiona@acme.example',
  'who is gone there': 'garry@acme.example',
  'whom two there are': 'henry@acme.example',
  'of a company that is inactive there': 'irene@dead.example',
  'at a company there that is not linked': 'jacob@priv.example',
  'somebody new of a known domain': 'karen@acme.example',
};
/** Have asked before: make the counters of the domains and of the PSA. */
const EARLIER = ['one@acme.example', 'one@priv.example', 'one@dead.example'];

const STATES: [what: string, begin: (world: PsaWorld) => unknown][] = [
  ['answers', () => undefined],
  ['is dead', ({ fake }) => fake.stop()],
  [
    'is known to be dead',
    ({ fake, sync }) => fake.stop().then(() => Promise.all(Array.from({ length: 5 }, () => sync()))),
  ],
  ['asks us to wait', ({ fake }) => fake.misbehave({ do: 'status', status: 429, headers: { 'retry-after': '60' } })],
];

test.each(STATES)('nobody learns from our answers whom the PSA knows, while it %s', async (_what, begin) => {
  const world = await startPsaWorld();
  await givenEverybody(world);
  await begin(world);
  for (const email of EARLIER) await world.portal.visitor().post('/login', { email });
  await world.portal.ctx.outbox.idle();
  const seen: [who: string, observed: unknown][] = [];
  for (const [who, address] of Object.entries(SOMEBODY)) seen.push([who, await seenOf(world, address)]);
  const [[, first] = [], ...others] = seen;
  for (const [who, observed] of others) expect(observed, who).toEqual(first);
  expect(world.portal.sink.mailsTo(SOMEBODY['whom we know'])).toHaveLength(1);
  expect(world.portal.sink.mailsTo(SOMEBODY['whom nobody knows'])).toEqual([]);
});

/** What a stranger sees, also once the mail has gone or not, and what is done before each answer. */
async function seenOf({ portal }: PsaWorld, address: string) {
  const { answers, statements } = await observe(portal, address, async (visitor) => {
    const asked = await visitor.post('/login', { email: address });
    const before = await look(visitor);
    await portal.ctx.outbox.idle();
    const after = await look(visitor);
    const wrong = await visitor.post('/login/token', { token: '0000-0000' });
    return [asked, ...before, ...after, wrong];
  });
  return { answers, statements };
}

async function look(visitor: Visitor): Promise<Response[]> {
  return [await visitor.get('/login/token'), await visitor.get('/login/options'), await visitor.get('/login/status')];
}

async function givenEverybody({ fake, acme, linked, sync }: PsaWorld): Promise<void> {
  const dead = await linked('Dead Ltd', ['dead.example']);
  const at = (companyId: number, email: string, more = {}) =>
    fake.contact({ companyId, firstName: 'Jo', lastName: 'Doe', emails: [email], ...more });
  at(acme.there, SOMEBODY['whom we know']);
  at(acme.there, SOMEBODY['who is inactive there'], { inactive: true });
  at(acme.there, SOMEBODY['without portal login there'], { disablePortalLogin: true });
  const gone = at(acme.there, SOMEBODY['who is gone there']);
  for (const firstName of ['Henry', 'Harry']) at(acme.there, SOMEBODY['whom two there are'], { firstName });
  at(dead.there, SOMEBODY['of a company that is inactive there']);
  fake.update('company', dead.there, { status: 'Inactive' });
  await sync('full');
  fake.remove('contact', gone.id);
  await sync('full');
  at(acme.there, SOMEBODY['whom only the PSA knows']);
  at(acme.there, SOMEBODY['whom only the PSA knows, and as inactive'], { inactive: true });
  at(fake.company({ name: 'Prospect' }).id, SOMEBODY['at a company there that is not linked']);
}
