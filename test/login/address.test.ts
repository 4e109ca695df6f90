import { expect, test } from 'vitest';
import { proveAddress, signInByName, storyOf } from '../support/directory-login.js';
import { givenJoWithoutMail } from '../support/directory-world.js';
import { formIn, textOf } from '../support/form.js';
import { contactSessions } from '../support/sign-in.js';

/** A provider that no company owns. */
const HOME = 'jo@mailbox.example';
const NAME = { first_name: 'Jo', last_name: 'Smith' };

test('an account without mail proves an address once, becomes a contact, and needs no token again', async () => {
  const { portal, companyId, jo, browser } = await givenJoWithoutMail();
  const page = await browser.get('/login/address');
  expect(textOf(page)).toContain(`your Windows account ${jo.userName} does not tell us your email address`);
  expect(formIn(page, '/login/address')).toMatchObject({ email: 'someone@acme.example' });

  const { code } = await proveAddress(portal, browser, HOME);
  expect((await browser.get('/login/token')).text).toContain(HOME);
  expect((await browser.post('/login/token', { token: code })).headers.location).toBe('/login/name');
  expect((await browser.post('/login/name', NAME)).headers.location).toBe('/');
  expect((await browser.get('/')).text).toContain(HOME);
  expect(await storyOf(portal, companyId)).toEqual(
    expect.arrayContaining([
      `The contact was linked to a Windows account: ${jo.userName} in ACME forest`,
      expect.stringMatching(
        /^Became a contact at the first sign-in: Windows account .*; no contact; domain mailbox.example belongs to no company; domain SID .* -> Acme Ltd; new contact$/,
      ),
    ]),
  );

  const again = portal.visitor();
  expect((await signInByName(portal, again, jo)).headers.location).toBe('/');
  expect((await again.get('/')).text).toContain(HOME);
  expect(portal.sink.mails).toHaveLength(1);
});

test('an address that is a contact’s already links that contact', async () => {
  const { portal, companyId, jo, browser } = await givenJoWithoutMail();
  const contactId = await portal.given.contact(companyId, HOME);
  const { code } = await proveAddress(portal, browser, HOME);
  expect((await browser.post('/login/token', { token: code })).headers.location).toBe('/');
  await signInByName(portal, portal.visitor(), jo);
  expect((await contactSessions(portal)).map((session) => session.contact_id)).toEqual([contactId, contactId]);
});

test('another company’s contact is signed in by its address, and not linked to an account of Acme', async () => {
  const { portal, jo, browser } = await givenJoWithoutMail();
  const globex = await portal.given.company({ name: 'Globex', domains: ['globex.example'] });
  const gus = await portal.given.contact(globex, 'gus@globex.example');
  const { code } = await proveAddress(portal, browser, 'gus@globex.example');
  expect((await browser.post('/login/token', { token: code })).headers.location).toBe('/');
  expect(await contactSessions(portal)).toMatchObject([{ contact_id: gus }]);
  expect((await signInByName(portal, portal.visitor(), jo)).headers.location).toBe('/login/address');
});

test('an address that is none is refused with the reason, and nothing is sent', async () => {
  const { portal, browser } = await givenJoWithoutMail();
  const refused = await browser.post('/login/address', { email: 'jo at home' });
  expect([refused.status, textOf(refused)]).toEqual([422, expect.stringContaining('with an @ in it')]);
  expect(formIn(refused, '/login/address')).toMatchObject({ email: 'jo at home' });
  expect(portal.sink.mails).toEqual([]);
});

test('the cool-down of the dialog holds here, too', async () => {
  const { portal, browser } = await givenJoWithoutMail();
  await proveAddress(portal, browser, HOME);
  const tooSoon = await browser.post('/login/address', { email: HOME });
  expect([tooSoon.status, Number(tooSoon.headers['retry-after'])]).toEqual([429, expect.any(Number)]);
  await portal.ctx.outbox.idle();
  expect(portal.sink.mails).toHaveLength(1);
});

test('without a proven account there is nothing to prove an address for', async () => {
  const { portal } = await givenJoWithoutMail();
  const stranger = portal.visitor();
  for (const step of [async () => undefined, () => stranger.post('/login', { email: 'someone@acme.example' })]) {
    await step();
    expect((await stranger.get('/login/address')).headers.location).toBe('/login');
    expect((await stranger.post('/login/address', { email: HOME })).headers.location).toBe('/login');
  }
  expect(portal.sink.mails).toEqual([]);
});
