import type { Response } from 'supertest';
import { expect, test } from 'vitest';
import { setupKey } from '../../src/setup/setup.js';
import { type Portal, startPortal } from '../support/portal.js';
import { ALICE, askForToken, givenAlice } from '../support/sign-in.js';

test('with https every cookie of a sign-in is __Host-, Secure, HttpOnly and Lax, for the whole site and no other', async () => {
  const { portal, post } = await startSecurePortal();
  const acme = await portal.given.company({ domains: ['acme.example'] });
  for (const name of ['Acme', 'Globex']) {
    const company = name === 'Acme' ? acme : await portal.given.company({ name });
    await portal.given.contact(company, ALICE);
  }
  await post('/login', { email: ALICE });
  const { code } = await portal.tokenMailed(ALICE);
  await post('/login/token', { token: code });
  const contact = (await portal.ctx.db.selectFrom('contacts').select('id').executeTakeFirstOrThrow()).id;
  await post('/login/company', { contact });

  const names = post.set.map((cookie) => cookie.split('=')[0]).sort();
  expect(new Set(names)).toEqual(
    new Set(['attempt', 'browser', 'company'].map((name) => `__Host-latchkey-${name}`).concat('__Host-latchkey')),
  );
  for (const cookie of post.set) {
    expect(cookie).toContain('; Path=/;');
    for (const attribute of ['Secure', 'HttpOnly', 'SameSite=Lax']) expect(cookie.split('; ')).toContain(attribute);
    expect(cookie).not.toMatch(/domain=/i);
  }
});

test("with https the console's cookies are of the same kind, under names of their own", async () => {
  const { portal, post } = await startSecurePortal();
  await post('/setup', {
    key: setupKey(portal.ctx.keys.current, portal.ctx.installation),
    name: 'Mia',
    address: 'mia@msp.example',
    portal_name: 'MSP Portal',
    sender_address: 'no-reply@msp.example',
  });
  await post('/admin/login', { email: 'mia@msp.example' });
  const names = post.set.map((cookie) => cookie.split('=')[0]);
  expect(names).toEqual(['__Host-latchkey-console', '__Host-latchkey-console-attempt']);
  for (const cookie of post.set) expect(cookie).toMatch(/Path=\/;.*HttpOnly; Secure; SameSite=Lax|Path=\/;.*Secure/);
});

test('with https the link in the mail is https, and browsers are told to keep to it', async () => {
  const { portal, post } = await startSecurePortal();
  await givenAlice(portal);
  const asked = await post(
    '/login',
    { email: ALICE },
    { 'X-Forwarded-Proto': 'http', 'X-Forwarded-Host': 'evil.example' },
  );
  expect(asked.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
  await portal.tokenMailed(ALICE);
  expect(portal.sink.mails[0]?.text).toContain(`${portal.url}/login/now/`);
  expect(portal.sink.mails[0]?.text).not.toContain('evil.example');
});

test('on loopback http the cookies have plain names and are not Secure, for browsers would refuse them', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const alice = portal.visitor();
  const { code } = await askForToken(portal, alice);
  const signedIn = await alice.post('/login/token', { token: code });
  const cookies = cookiesOf(signedIn);
  expect(cookies.map((cookie) => cookie.split('=')[0]).sort()).toEqual([
    'latchkey',
    'latchkey-attempt',
    'latchkey-browser',
  ]);
  for (const cookie of cookies) {
    expect(cookie).not.toContain('Secure');
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
  }
  expect(signedIn.headers['strict-transport-security']).toBeUndefined();
});

interface Post {
  (path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  /** Every Set-Cookie so far that was not a removal. */
  set: string[];
}

/** A portal behind a proxy that speaks https, and a browser whose cookies are Secure: the proxy is played by the test. */
async function startSecurePortal(): Promise<{ portal: Portal; post: Post }> {
  const portal = await startPortal({ setUp: false, env: { PUBLIC_URL: 'https://portal.msp.example' } });
  await portal.given.settings({ enabled: true, portalName: 'MSP Portal', senderAddress: 'no-reply@msp.example' });
  const [browser, jar] = [portal.visitor(), new Map<string, string>()];
  const post: Post = Object.assign(
    async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) => {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const from = { Host: 'portal.msp.example', Origin: portal.url, Cookie: cookie };
      const response = await browser.post(path, fields, { ...from, ...headers });
      for (const one of cookiesOf(response)) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
        if (value !== '') post.set.push(one);
        jar.set(name, value);
      }
      return response;
    },
    { set: [] as string[] },
  );
  return { portal, post };
}

function cookiesOf({ headers }: Response): string[] {
  return (headers['set-cookie'] as unknown as string[] | undefined) ?? [];
}
