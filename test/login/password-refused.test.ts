import { expect, test } from 'vitest';
import {
  choosePassword,
  enterPassword,
  signInByPassword,
  storyOf,
  tokenInstead,
  wrongPassword,
} from '../support/directory-login.js';
import { givenAcmeDirectory, givenJo, SERVICES, WITHOUT_SERVICE_ACCOUNT } from '../support/directory-world.js';
import { textOf } from '../support/form.js';
import { startPortal } from '../support/portal.js';
import { contactSessions, isSignedIn, recorded } from '../support/sign-in.js';

const notNow = [
  [{ locked: true }, 'Your Windows account is locked', 'The Windows account is locked'],
  [{ passwordExpired: true }, 'Your Windows password has expired', 'The Windows password has expired'],
  [{ mustChange: true }, 'Your Windows password has to be changed', 'The Windows password has to be changed first'],
  [{ noLogonHours: true }, 'may not be used at this hour', 'The Windows account may not sign in at this hour'],
] as const;
const off = [
  [{ disabled: true }, 'The Windows password was right, but the account is disabled'],
  [{ expired: true }, 'The Windows password was right, but the account has expired'],
] as const;

test.each(SERVICES)(
  'a wrong password is refused in words, and the email token stays in reach, %s',
  async (_what, directory) => {
    const { portal, companyId, jo } = await givenJo(directory);
    const browser = portal.visitor();
    const refused = await signInByPassword(portal, browser, { ...jo, password: wrongPassword() });
    expect(refused.status).toBe(422);
    expect(textOf(refused)).toContain('That password is not right');
    expect(mainButton(refused)).toBe('password');
    expect(refused.text).toContain('value="email-token"');
    expect(await storyOf(portal, companyId)).toContain(
      `A wrong Windows password or user name was entered: ${jo.mail} in ACME forest`,
    );
    expect((await enterPassword(portal, browser, jo.password)).headers.location).toBe('/');
  },
);

test.each(SERVICES)(
  'nobody learns from a wrong password whether the user name exists, %s',
  async (_what, directory) => {
    const portal = await startPortal();
    const { acme } = await givenAcmeDirectory(portal, directory);
    const jo = await acme.addUser();
    const pages: string[] = [];
    for (const mail of [jo.mail, `nobody-${crypto.randomUUID().slice(0, 4)}@acme.example`]) {
      const refused = await signInByPassword(portal, portal.visitor(), { mail, password: wrongPassword() });
      pages.push(`${refused.status} ${JSON.stringify(textOf(refused)).replaceAll(mail, 'ADDRESS')}`);
    }
    expect(pages[0]).toBe(pages[1]);
  },
);

test.each(notNow)(
  'an account that is %o is told so, with the email token as the main button',
  async (state, told, event) => {
    const portal = await startPortal();
    const { acme, companyId } = await givenAcmeDirectory(portal);
    const jo = await acme.addUser(state);
    const contactId = await portal.given.contact(companyId, jo.mail);
    const browser = portal.visitor();
    const refused = await signInByPassword(portal, browser, jo);
    expect(refused.status).toBe(422);
    expect(textOf(refused)).toContain(told);
    expect(mainButton(refused)).toBe('email-token');
    expect(await contactSessions(portal)).toEqual([]);
    expect(await storyOf(portal, companyId)).toContain(`${event}: ${jo.mail} in ACME forest`);

    const { code } = await tokenInstead(portal, browser, jo.mail);
    expect((await browser.post('/login/token', { token: code })).headers.location).toBe('/');
    expect(await contactSessions(portal)).toMatchObject([{ contact_id: contactId }]);
  },
);

test.each(off)(
  'an account that is %o is refused, by email token, too, until it is well again',
  async (state, event) => {
    const portal = await startPortal();
    const { acme, companyId } = await givenAcmeDirectory(portal);
    const jo = await acme.addUser(state);
    await portal.given.contact(companyId, jo.mail);
    const browser = portal.visitor();
    await choosePassword(browser, jo.mail);
    const secret = browser.cookie('latchkey-attempt') ?? '';
    const refused = await enterPassword(portal, browser, jo.password);
    expect(refused.status).toBe(403);
    expect(textOf(refused)).toContain('Your Windows account is switched off');
    expect(refused.text).not.toContain('email-token');
    expect(await storyOf(portal, companyId)).toContain(`${event}: ${jo.mail} in ACME forest`);
    browser.setCookie('latchkey-attempt', secret);
    expect((await browser.get('/login/password')).status).toBe(403);

    const again = portal.visitor();
    await choosePassword(again, jo.mail);
    expect((await again.post('/login/options', { way: 'email-token' })).headers.location).toBe('/login/token');
    await portal.ctx.outbox.idle();
    expect(portal.sink.mails).toEqual([]);
    expect(await recorded(portal)).toContain('token-mail withheld: ACME forest: the account is switched off');

    await acme.change(jo, { disabled: false, expired: false });
    portal.passMs(30_000);
    const { code } = await tokenInstead(portal, again, jo.mail);
    expect((await again.post('/login/token', { token: code })).headers.location).toBe('/');
    expect(await isSignedIn(again)).toBe(true);
  },
);

test.each(off)('without a service account, the same until the password is right once more: %o', async (state) => {
  const portal = await startPortal();
  const directory = { ...WITHOUT_SERVICE_ACCOUNT, upnSuffixes: ['acme.test', 'acme.example'] };
  const { acme, companyId } = await givenAcmeDirectory(portal, directory);
  const name = `${crypto.randomUUID()}@acme.example`;
  const jo = await acme.addUser({ upn: name, mail: name, ...state });
  await portal.given.contact(companyId, jo.mail);
  expect((await signInByPassword(portal, portal.visitor(), jo)).status).toBe(403);
  const again = portal.visitor();
  await choosePassword(again, jo.mail);
  await again.post('/login/options', { way: 'email-token' });
  await portal.ctx.outbox.idle();
  expect(portal.sink.mails).toEqual([]);

  await acme.change(jo, { disabled: false, expired: false });
  expect((await signInByPassword(portal, portal.visitor(), jo)).headers.location).toBe('/');
  portal.passMs(30_000);
  await tokenInstead(portal, again, jo.mail);
});

test.each([{ disabled: true }, { expired: true }, { mustChange: true }, { noLogonHours: true }])(
  'a wrong password is told nothing of an account that is %o, and changes nothing for its tokens',
  async (state) => {
    const portal = await startPortal();
    const { acme } = await givenAcmeDirectory(portal, WITHOUT_SERVICE_ACCOUNT);
    const jo = await acme.addUser(state);
    const refused = await signInByPassword(portal, portal.visitor(), { ...jo, password: wrongPassword() });
    expect(textOf(refused)).toContain('That password is not right');
    expect(await portal.ctx.db.selectFrom('directory_standings').selectAll().execute()).toEqual([]);
  },
);

/** Which way the page suggests first: the button that is not quiet. */
function mainButton({ text }: { text: string }): string {
  const [, rest = ''] = /<button class="button button--wide" type="submit"([^>]*)>/.exec(text) ?? [];
  return rest.includes('email-token') ? 'email-token' : 'password';
}
