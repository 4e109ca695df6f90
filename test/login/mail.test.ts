import type { Email } from 'postal-mime';
import { expect, test } from 'vitest';
import { type Portal, startPortal } from '../support/portal.js';
import { ALICE, askForToken, givenAlice } from '../support/sign-in.js';

test('the mail goes to one person, says what it is, and holds both shapes of the token in text and HTML', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const { code, link } = await askForToken(portal, portal.visitor());
  const { mail, raw, header } = newestMail(portal);
  expect(portal.sink.envelopes).toEqual([{ from: 'no-reply@msp.example', to: [ALICE] }]);
  expect(mail.to).toEqual([{ name: '', address: ALICE }]);
  expect([mail.cc, mail.bcc, mail.replyTo]).toEqual([undefined, undefined, undefined]);
  expect(mail.from).toEqual({ name: 'MSP Portal', address: 'no-reply@msp.example' });
  expect(mail.subject).toBe(`${code} is your MSP Portal token`);
  expect(header('auto-submitted')).toBe('auto-generated');
  expect(header('x-auto-response-suppress')).toContain('OOF');
  expect(mail.messageId).toMatch(/^<[0-9a-z]+@msp\.example>$/);
  expect(raw).toContain('multipart/alternative');
  for (const part of [mail.text ?? '', mail.html ?? '']) {
    expect(part).toContain(code);
    expect(part).toContain(portal.url + link);
    expect(part).toContain('Login Now');
  }
});

test('no address but the portal stands in the mail: nothing to track and nothing to mistake', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  await askForToken(portal, portal.visitor());
  const { mail } = newestMail(portal);
  const body = `${mail.text}\n${mail.html}`;
  const urls = (body.match(/\b[a-z]+:\/\/[^\s"<>]+/g) ?? []).filter((url) => !url.startsWith('http://www.w3.org/'));
  expect(urls.length).toBeGreaterThan(1);
  for (const url of urls) expect(url.startsWith(`${portal.url}/login/now/`), url).toBe(true);
  expect(body).not.toMatch(/<img|<script|<form|background=|@import|url\(/i);
});

test('the mail says until when both work, in the time zone of the portal, and who asked', async () => {
  const portal = await startPortal({ env: { TRUST_PROXY: 'loopback', TZ: 'Asia/Kolkata' } });
  await givenAlice(portal);
  await portal.given.settings({ helpContact: 'Call 555 0100' });
  await askForToken(portal, portal.visitor('203.0.113.7'));
  const token = await portal.ctx.db.selectFrom('mail_tokens').select('expires_at').executeTakeFirstOrThrow();
  const until = new Date(token.expires_at).toLocaleTimeString('en-GB', {
    timeZone: 'Asia/Kolkata',
    hour: '2-digit',
    minute: '2-digit',
  });
  const { mail } = newestMail(portal);
  for (const part of [mail.text ?? '', textOf(mail.html ?? '')]) {
    expect(part).toContain(`Both work for 10 minutes, until ${until} GMT+5:30, and only once.`);
    expect(part).toContain('Firefox on Windows, network address 203.0.113.7');
    expect(part).toContain('Was it not you?');
    expect(part).toContain('Call 555 0100');
  }
});

test("the company's own portal name wins over the portal's, in mail and sender", async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({ domains: ['acme.example'], portalName: 'Acme Desk' });
  await portal.given.contact(acme, ALICE);
  const { code } = await askForToken(portal, portal.visitor());
  const { mail } = newestMail(portal);
  expect(mail.subject).toBe(`${code} is your Acme Desk token`);
  expect(mail.from).toEqual({ name: 'Acme Desk', address: 'no-reply@msp.example' });
  expect(mail.text).toContain('Sign in to Acme Desk');
  expect(mail.text).not.toContain('MSP Portal');
});

test('the sender display name of the settings is what mails come from', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  await portal.given.settings({ senderName: 'MSP Help Desk', senderAddress: 'tokens@msp.example' });
  await askForToken(portal, portal.visitor());
  expect(newestMail(portal).mail.from).toEqual({ name: 'MSP Help Desk', address: 'tokens@msp.example' });
});

test('a portal name with markup is text in page, title, subject and both parts of the mail', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const name = `<img src=x onerror=alert(1)>"'`;
  const escaped = '&lt;img src=x onerror=alert(1)&gt;&#34;&#39;';
  await portal.given.settings({ portalName: name });
  const alice = portal.visitor();
  const page = await alice.get('/login');
  expect(page.text).toContain(`<title>Sign in to ${escaped}`);
  expect(page.text).not.toContain('<img src=x');
  const { code } = await askForToken(portal, alice);
  const { mail } = newestMail(portal);
  expect(mail.subject).toBe(`${code} is your ${name} token`);
  expect(mail.text).toContain(`Sign in to ${name}`);
  expect(mail.html).toContain(escaped);
  expect(mail.html).not.toContain('<img src=x');
});

test.each([
  ['a line break and a header', 'Acme\r\nBcc: spy@evil.example'],
  ['a list of addresses', 'Acme <a@b.example>, spy@evil.example'],
  ['quotes that end early', '"Acme" <spy@evil.example> "'],
])('a sender name with %s adds no header and no recipient', async (_what, senderName) => {
  const portal = await startPortal();
  await givenAlice(portal);
  await portal.given.settings({ senderName, portalName: senderName });
  await askForToken(portal, portal.visitor());
  const { mail, header } = newestMail(portal);
  expect(portal.sink.envelopes).toEqual([{ from: 'no-reply@msp.example', to: [ALICE] }]);
  expect(mail.from?.address).toBe('no-reply@msp.example');
  expect(mail.to).toHaveLength(1);
  expect(header('bcc')).toBeUndefined();
});

test('a user agent with markup or line breaks cannot change the mail that tells who asked', async () => {
  const portal = await startPortal();
  await givenAlice(portal);
  const visitor = portal.visitor();
  await visitor.post('/login', { email: ALICE }, { 'User-Agent': '<b>Firefox/1</b> https://evil.example Windows' });
  await portal.tokenMailed(ALICE);
  const { mail } = newestMail(portal);
  expect(mail.text).toContain('Firefox on Windows');
  expect(`${mail.text}${mail.html}`).not.toContain('evil.example');
});

function newestMail({ sink }: Portal): { mail: Email; raw: string; header(name: string): string | undefined } {
  const mail = sink.mails.at(-1);
  if (!mail) throw new Error('No mail has come');
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value;
  return { mail, raw: sink.raw.at(-1) ?? '', header };
}

function textOf(html: string): string {
  return html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
}
