import { expect, test } from 'vitest';
import { storyOf } from '../support/directory-login.js';
import { textOf } from '../support/form.js';
import type { Portal } from '../support/portal.js';
import { contactSessions, recorded } from '../support/sign-in.js';
import {
  givenProtectedAcme,
  LEFT,
  linkByPassword,
  mailsAfterAsking,
  moveOut,
  newAddress,
  SWITCHED_OFF,
  signInByToken,
  tokenFor,
} from './leaver-world.js';

test('a leaver gets no mail, and the record and the company’s page say why', async () => {
  const { portal, acme, companyId } = await givenProtectedAcme();
  const jo = await acme.addUser({ disabled: true });
  await portal.given.contact(companyId, jo.mail);
  expect(await mailsAfterAsking(portal, jo.mail)).toBe(0);
  expect(await recorded(portal)).toContain(`token-mail withheld: ${SWITCHED_OFF}`);
  const row = await portal.ctx.db.selectFrom('outbox').select(['state', 'reply']).executeTakeFirst();
  expect(row).toEqual({ state: 'nowhere', reply: SWITCHED_OFF });
  const [latest] = await storyOf(portal, companyId);
  expect(latest).toBe(`The email with the token was not sent after all: ${SWITCHED_OFF}`);
});

test('a stranger learns nothing from asking for a leaver: the pages are those that everybody sees', async () => {
  const { portal, acme, companyId } = await givenProtectedAcme();
  const leaver = await acme.addUser({ disabled: true });
  const contact = await acme.addUser();
  await portal.given.contact(companyId, contact.mail);
  const seen: string[] = [];
  for (const address of [leaver.mail, contact.mail, 'no-12345678@acme.example'])
    seen.push(await pagesFor(portal, address));
  expect(seen[0]).toContain('We sent a token to');
  expect(new Set(seen).size).toBe(1);
});

test.each(['code', 'link'])(
  'somebody switched off between mail and redemption is refused by %s, and told why',
  async (shape) => {
    const { portal, acme, companyId } = await givenProtectedAcme();
    const jo = await acme.addUser();
    await portal.given.contact(companyId, jo.mail);
    const visitor = portal.visitor();
    const { code, link } = await tokenFor(portal, visitor, jo.mail);
    await acme.change(jo, { disabled: true });
    const redeem = () =>
      shape === 'code' ? visitor.post('/login/token', { token: code }) : portal.visitor().post(link);
    const refused = await redeem();
    expect(refused.status).toBe(403);
    expect(textOf(refused)).toContain(LEFT);
    expect(await contactSessions(portal)).toEqual([]);
    const trace = `contact at Acme Ltd; ${SWITCHED_OFF}`;
    expect(await recorded(portal)).toContain(`sign-in refused: ${trace}`);
    expect((await storyOf(portal, companyId))[0]).toBe(`Proved the address, but may not sign in: ${trace}`);
    await acme.change(jo, { disabled: false });
    expect((await redeem()).headers.location, 'the token was spent').toBeUndefined();
  },
);

test('a leaver who was never here becomes no contact', async () => {
  const { portal, acme } = await givenProtectedAcme();
  const jo = await acme.addUser();
  const visitor = portal.visitor();
  const { code } = await tokenFor(portal, visitor, jo.mail);
  expect((await visitor.post('/login/token', { token: code })).headers.location).toBe('/login/name');
  await acme.change(jo, { disabled: true });
  const refused = await visitor.post('/login/name', { first_name: 'Jo', last_name: 'Smith' });
  expect(textOf(refused)).toContain(LEFT);
  expect(await portal.ctx.db.selectFrom('contacts').selectAll().execute()).toEqual([]);
});

test.each([
  ['mail', (address: string) => ({ mail: address })],
  ['main alias', (address: string) => ({ mail: '', proxyAddresses: [`SMTP:${address}`] })],
  ['other alias', (address: string) => ({ mail: '', proxyAddresses: ['SMTP:jo@corp.example', `smtp:${address}`] })],
  ['UPN', (address: string) => ({ mail: '', upn: address })],
])('a leaver is found by %s', async (_by, bearing) => {
  const { portal, acme } = await givenProtectedAcme();
  const address = newAddress();
  await acme.addUser({ ...bearing(address), disabled: true });
  expect(await mailsAfterAsking(portal, address)).toBe(0);
});

test.each([
  ['has no mail any more', { mail: '' }],
  ['has another mail', { mail: newAddress() }],
])('a leaver whose account is linked is found though it %s', async (_what, changed) => {
  const { portal, acme, companyId } = await givenProtectedAcme();
  const jo = await acme.addUser();
  await linkByPassword(portal, companyId, jo);
  await acme.change(jo, { ...changed, disabled: true });
  expect(await mailsAfterAsking(portal, jo.mail)).toBe(0);
});

test('a leaver is found in another OU than the one that people sign in from', async () => {
  const { portal, acme, companyId } = await givenProtectedAcme({ baseDn: 'CN=Users,DC=acme,DC=test' });
  const jo = await acme.addUser();
  await linkByPassword(portal, companyId, jo);
  await acme.change(jo, { mail: '', disabled: true });
  await moveOut(acme, jo);
  expect(await mailsAfterAsking(portal, jo.mail)).toBe(0);
});

test.each([
  [0, 'both are switched off', true],
  [1, 'one is not', false],
])('of two accounts with one address, %i mails go when %s', async (mails, _which, disabled) => {
  const { portal, acme } = await givenProtectedAcme();
  const address = newAddress();
  await acme.addUser({ mail: address, disabled: true });
  await acme.addUser({ proxyAddresses: [`smtp:${address}`], disabled });
  expect(await mailsAfterAsking(portal, address)).toBe(mails);
});

test('a leaver stays out when a colleague is given the address as an alias', async () => {
  const { portal, acme, companyId } = await givenProtectedAcme();
  const jo = await acme.addUser();
  await linkByPassword(portal, companyId, jo);
  await acme.change(jo, { disabled: true, mail: '' });
  await acme.addUser({ proxyAddresses: [`smtp:${jo.mail}`] });
  expect(await mailsAfterAsking(portal, jo.mail)).toBe(0);
});

test.each([
  ['is disabled', { disabled: true }, { disabled: false }],
  ['has expired', { expired: true }, { expired: false }],
])('an account that %s keeps its person out while it lasts', async (_state, off, on) => {
  const { portal, acme, companyId } = await givenProtectedAcme();
  const jo = await acme.addUser(off);
  await portal.given.contact(companyId, jo.mail);
  expect(await mailsAfterAsking(portal, jo.mail)).toBe(0);
  await acme.change(jo, on);
  portal.passMinutes(1);
  expect(await signInByToken(portal, jo.mail)).toBe('/');
});

test.each([
  ['locked', { locked: true }],
  ['with an old password', { passwordExpired: true }],
  ['who has to change it', { mustChange: true }],
  ['at a forbidden hour', { noLogonHours: true }],
] as const)('somebody %s is no leaver, and signs in by email token', async (_what, state) => {
  const { portal, acme, companyId } = await givenProtectedAcme();
  const jo = await acme.addUser(state);
  await portal.given.contact(companyId, jo.mail);
  expect(await signInByToken(portal, jo.mail)).toBe('/');
});

test('an address that the directory does not know, such as a shared mailbox, signs in by email token', async () => {
  const { portal, companyId } = await givenProtectedAcme();
  const address = newAddress();
  await portal.given.contact(companyId, address);
  expect(await signInByToken(portal, address)).toBe('/');
});

/** Everything that is answered to somebody who asks, without what differs between any two visits. */
async function pagesFor(portal: Portal, address: string): Promise<string> {
  const visitor = portal.visitor();
  const answers = [
    await visitor.post('/login', { email: address }),
    await visitor.get('/login/options'),
    await visitor.get('/login/password'),
    await visitor.post('/login/options', { way: 'email-token' }),
    await visitor.get('/login/token'),
    await visitor.get('/login/status'),
  ];
  await portal.ctx.outbox.idle();
  answers.push(
    await visitor.get('/login/token'),
    await visitor.get('/login/status'),
    await visitor.post('/login/token', { token: '0000-0000' }),
  );
  return answers
    .map(({ status, headers, text }) => `${status} ${headers.location ?? ''} ${text}`)
    .join('\n')
    .replaceAll(address, 'ADDRESS')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|\b\d\d:\d\d\b|\b\d{13}\b/g, 'TIME');
}
