import { expect, test } from 'vitest';
import { startPortal } from '../support/portal.js';
import { ALICE, askForToken, givenAlice, isSignedIn, signIn } from '../support/sign-in.js';

const OLD = { SECRET_KEY: 'the first key of this portal, which is long enough' };
const NEW = { SECRET_KEY: 'the key that replaces it, which is long enough, too' };
const ROTATION = { ...NEW, SECRET_KEY_PREVIOUS: OLD.SECRET_KEY };

test('tokens mailed before a rotation of the key work after it, by code and by link', async () => {
  const portal = await startPortal({ env: OLD });
  await givenAlice(portal);
  const [pasting, clicking] = [portal.visitor(), portal.visitor()];
  const { code } = await askForToken(portal, pasting);
  portal.passMs(30_000);
  const { link } = await askForToken(portal, clicking);
  await portal.restart(ROTATION);
  expect((await pasting.post('/login/token', { token: code })).headers.location).toBe('/');
  expect((await clicking.get(link)).headers.location).toBe('/');
});

test('a resend after a rotation carries a token of the new key, and both are good', async () => {
  const portal = await startPortal({ env: OLD });
  await givenAlice(portal);
  const alice = portal.visitor();
  const first = await askForToken(portal, alice);
  await portal.restart(ROTATION);
  portal.passMs(30_000);
  const second = await askForToken(portal, alice);
  const keys = await portal.ctx.db.selectFrom('mail_tokens').select('key_id').distinct().execute();
  expect(keys).toHaveLength(2);
  expect((await portal.visitor().get(second.link)).text).toContain(ALICE);
  expect((await alice.post('/login/token', { token: first.code })).headers.location).toBe('/');
});

test('sessions outlive a rotation of the key', async () => {
  const portal = await startPortal({ env: OLD });
  await givenAlice(portal);
  const alice = portal.visitor();
  await signIn(portal, alice);
  await portal.restart(ROTATION);
  expect(await isSignedIn(alice)).toBe(true);
});

test('when the previous key is taken away, its tokens are dead', async () => {
  const portal = await startPortal({ env: OLD });
  await givenAlice(portal);
  const alice = portal.visitor();
  const { code, link } = await askForToken(portal, alice);
  await portal.restart(ROTATION);
  await portal.restart(NEW);
  expect((await alice.post('/login/token', { token: code })).status).toBe(422);
  expect((await alice.get(link)).status).toBe(404);
});

test('a start with another key refuses in words', async () => {
  const portal = await startPortal({ env: OLD });
  await expect(portal.restart(NEW)).rejects.toThrow('This database belongs to another SECRET_KEY');
  await portal.restart(OLD);
  expect((await portal.visitor().get('/login')).status).toBe(200);
});
