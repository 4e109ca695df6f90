import { expect, test } from 'vitest';
import { signInByPassword, storyOf } from '../support/directory-login.js';
import { givenAcmeDirectory } from '../support/directory-world.js';
import { forest } from '../support/forest.js';
import { textOf } from '../support/form.js';
import { startPortal } from '../support/portal.js';
import { recorded } from '../support/sign-in.js';
import {
  ASKED_BY_NOBODY,
  everyAddressOf,
  givenProtectedAcme,
  LEFT,
  linkByPassword,
  mailAsUpn,
  mailsAfterAsking,
  newAddress,
  SWITCHED_OFF,
  signInByToken,
  tokenFor,
} from './leaver-world.js';

const outages = [
  ['hangs', 'hang', 'ACME forest did not answer (no answer in time)'],
  ['is dead', 'kill', 'ACME forest did not answer (connection refused)'],
] as const;
/** What asking a directory is limited to is 2 seconds; the next longer limit is 10. */
const WELL_WITHIN_MS = 6_000;

test.each([
  ['disabled', { disabled: true }, { disabled: false }],
  ['expired', { expired: true }, { expired: false }],
])(
  'without a service account, an account that its password showed to be %s gets no email token',
  async (_which, off, on) => {
    const { portal, acme, companyId } = await givenProtectedAcme(ASKED_BY_NOBODY);
    const jo = await acme.addUser({ ...mailAsUpn(), ...off });
    await portal.given.contact(companyId, jo.mail);
    const told = await signInByPassword(portal, portal.visitor(), jo);
    expect(told.status).toBe(403);
    expect(textOf(told)).toContain(LEFT);
    expect(await mailsAfterAsking(portal, jo.mail)).toBe(0);
    expect((await storyOf(portal, companyId))[0]).toContain(SWITCHED_OFF);

    await acme.change(jo, on);
    portal.passMinutes(1);
    expect(await mailsAfterAsking(portal, jo.mail), 'nobody has seen it yet').toBe(0);
    expect((await signInByPassword(portal, portal.visitor(), jo)).headers.location).toBe('/');
    portal.passMinutes(1);
    expect(await signInByToken(portal, jo.mail)).toBe('/');
  },
);

test.each([
  ['the address', ''],
  ['the user name', 'jo'],
])(
  'a linked contact whose account is shown to be disabled by %s and password gets no email token',
  async (_by, typed) => {
    const { portal, acme, companyId } = await givenProtectedAcme({ ...ASKED_BY_NOBODY, upnSuffixes: [] });
    const jo = await acme.addUser();
    await linkByPassword(portal, companyId, jo);
    await acme.change(jo, { disabled: true });
    const userName = typed && jo.userName;
    expect((await signInByPassword(portal, portal.visitor(), jo, { user_name: userName })).status).toBe(403);
    expect(await mailsAfterAsking(portal, jo.mail)).toBe(0);
  },
);

test('a token that is on its way is refused when the password shows the account to be disabled', async () => {
  const { portal, acme } = await givenProtectedAcme(ASKED_BY_NOBODY);
  const jo = await acme.addUser(mailAsUpn());
  const visitor = portal.visitor();
  const { code } = await tokenFor(portal, visitor, jo.mail);
  await acme.change(jo, { disabled: true });
  await signInByPassword(portal, portal.visitor(), jo);
  expect(textOf(await visitor.post('/login/token', { token: code }))).toContain(LEFT);
});

test('a right password that only has to be changed shows that the account is switched on again', async () => {
  const { portal, acme, companyId } = await givenProtectedAcme(ASKED_BY_NOBODY);
  const jo = await acme.addUser({ ...mailAsUpn(), disabled: true });
  await portal.given.contact(companyId, jo.mail);
  await signInByPassword(portal, portal.visitor(), jo);
  await acme.change(jo, { disabled: false, mustChange: true });
  expect((await signInByPassword(portal, portal.visitor(), jo)).status).toBe(422);
  expect(await signInByToken(portal, jo.mail)).toBe('/');
});

test.each(outages)('while the directory %s, what it said last counts', async (_state, fail, silent) => {
  const { portal, acme, controller } = await givenAcmeOnAController();
  const leaver = await acme.addUser({ disabled: true });
  const other = await acme.addUser();
  expect(await mailsAfterAsking(portal, leaver.mail)).toBe(0);
  expect(await mailsAfterAsking(portal, other.mail)).toBe(1);
  await controller[fail]();
  portal.passMinutes(1);
  expect(await mailsAfterAsking(portal, leaver.mail)).toBe(0);
  expect(await recorded(portal)).toContain(`token-mail withheld: ${silent}; ${SWITCHED_OFF}`);
  expect(await mailsAfterAsking(portal, other.mail)).toBe(2);
});

test.each(outages)(
  'while the directory %s, nobody whom it never said anything of is kept out or waits long',
  async (_state, fail, silent) => {
    const { portal, companyId, controller } = await givenAcmeOnAController();
    const address = newAddress();
    await portal.given.contact(companyId, address);
    await controller[fail]();
    const visitor = portal.visitor();
    const asked = performance.now();
    const { code } = await tokenFor(portal, visitor, address);
    const mailed = performance.now();
    expect((await visitor.post('/login/token', { token: code })).headers.location).toBe('/');
    expect(Math.max(mailed - asked, performance.now() - mailed)).toBeLessThan(WELL_WITHIN_MS);
    expect((await storyOf(portal, companyId))[0]).toBe(`Signed in: contact at Acme Ltd; ${silent}`);
  },
);

test('what an account was last is forgotten when nobody has its address any more', async () => {
  const { portal, acme, controller } = await givenAcmeOnAController();
  const jo = await acme.addUser({ disabled: true });
  expect(await mailsAfterAsking(portal, jo.mail)).toBe(0);
  await acme.remove(jo);
  portal.passMinutes(1);
  expect(await mailsAfterAsking(portal, jo.mail)).toBe(1);
  await controller.kill();
  portal.passMinutes(1);
  expect(await mailsAfterAsking(portal, jo.mail)).toBe(2);
});

test('without leaver protection a directory is asked only for whom it said to be switched off', async () => {
  const portal = await startPortal();
  const { acme, companyId } = await givenAcmeDirectory(portal, { leaverProtection: false });
  const jo = await acme.addUser({ disabled: true });
  await portal.given.contact(companyId, jo.mail);
  expect(await signInByToken(portal, jo.mail)).toBe('/');

  portal.passMinutes(1);
  expect((await signInByPassword(portal, portal.visitor(), jo)).status).toBe(403);
  expect(await mailsAfterAsking(portal, jo.mail), 'after its password showed it').toBe(1);
  await acme.change(jo, { disabled: false });
  portal.passMinutes(1);
  expect(await signInByToken(portal, jo.mail)).toBe('/');
});

async function givenAcmeOnAController() {
  const portal = await startPortal();
  const acme = await forest('acme');
  const controller = await acme.startController();
  const directory = await givenAcmeDirectory(portal, { leaverProtection: true, addresses: everyAddressOf(controller) });
  return { portal, controller, ...directory };
}
