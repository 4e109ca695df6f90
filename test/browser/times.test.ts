import { expect, test } from 'vitest';
import { askAt, personAt } from '../support/person.js';
import { startPortal } from '../support/portal.js';
import { ALICE, givenAlice } from '../support/sign-in.js';

test('a person reads until when in their own time zone', async () => {
  const portal = await startPortal({ env: { TZ: 'Europe/Berlin' } });
  await givenAlice(portal);
  const alice = await personAt(portal, { timezoneId: 'Pacific/Auckland' });
  await askAt(portal, alice);
  const until = clock(await expiryOf(portal), 'Pacific/Auckland');
  await expect.poll(() => alice.locator('#until').textContent()).toContain(`until ${until}.`);
});

test('without JavaScript the page says it in the portal’s time zone, as the mail does, and names the zone', async () => {
  const portal = await startPortal({ env: { TZ: 'Europe/Berlin' } });
  await givenAlice(portal);
  const alice = await personAt(portal, { timezoneId: 'Pacific/Auckland', javaScriptEnabled: false });
  await askAt(portal, alice);
  const until = clock(await expiryOf(portal), 'Europe/Berlin');
  const said = new RegExp(`until ${until} (CES?T|GMT\\+[12])`);
  expect(await alice.locator('#until').textContent()).toMatch(said);
  expect(portal.sink.mailsTo(ALICE)[0]?.text).toMatch(said);
});

test('the page where Login Now is pressed says when it was asked for, with the zone', async () => {
  const portal = await startPortal({ env: { TZ: 'America/New_York' } });
  await givenAlice(portal);
  const { link } = await askAt(portal, await personAt(portal));
  const phone = await personAt(portal);
  await phone.goto(link);
  const asked = clock((await expiryOf(portal)) - 600_000, 'America/New_York');
  expect(await phone.getByRole('time').textContent()).toMatch(new RegExp(`, ${asked} (E[SD]T|GMT-[45])`));
});

async function expiryOf({ ctx }: Awaited<ReturnType<typeof startPortal>>): Promise<number> {
  return (await ctx.db.selectFrom('mail_tokens').select('expires_at').executeTakeFirstOrThrow()).expires_at;
}

function clock(ms: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' }).format(ms);
}
