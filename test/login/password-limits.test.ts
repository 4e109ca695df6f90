import { expect, test } from 'vitest';
import {
  choosePassword,
  enterPassword,
  signInByPassword,
  storyOf,
  tokenInstead,
  wrongPassword,
  wrongPasswordsSeen,
} from '../support/directory-login.js';
import { givenAcmeDirectory, givenJo, SERVICES, WITHOUT_SERVICE_ACCOUNT } from '../support/directory-world.js';
import type { ForestUser } from '../support/forest-users.js';
import { textOf } from '../support/form.js';
import type { Portal } from '../support/portal.js';
import { isSignedIn } from '../support/sign-in.js';

const LIMITED = 'The password was not right too many times';

test.each(SERVICES)(
  'of ten wrong passwords, in all spellings of the name, three reach the directory, %s',
  async (_what, service) => {
    const { portal, acme, companyId, jo } = await givenJo(service);
    const spellings = [jo.mail, jo.upn, jo.userName, `ACME\\${jo.userName}`, `acme\\${jo.userName.toUpperCase()}`];
    const answers: number[] = [];
    for (const user_name of [...spellings, ...spellings]) {
      const typed = { mail: jo.mail, password: wrongPassword() };
      answers.push((await signInByPassword(portal, portal.visitor(), typed, { user_name })).status);
    }
    expect(answers).toEqual([422, 422, 422, ...Array(7).fill(429)]);
    expect(await wrongPasswordsSeen(acme, jo)).toBe(3);
    const story = await storyOf(portal, companyId);
    expect(story.filter((event) => event.startsWith('A wrong Windows password'))).toHaveLength(3);
    expect(story.filter((event) => event.startsWith('Too many wrong Windows passwords: the'))).toHaveLength(7);
  },
);

test.each(SERVICES)(
  'meanwhile the right password is refused with how long to wait, and the email token signs in, %s',
  async (_what, service) => {
    const { portal, acme, jo } = await givenJo(service);
    await enterWrong(portal, jo, 4);
    const browser = portal.visitor();
    const refused = await signInByPassword(portal, browser, jo);
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers['retry-after']);
    expect(seconds).toBeGreaterThan(14 * 60);
    expect(seconds).toBeLessThanOrEqual(15 * 60);
    expect(textOf(refused)).toContain(`${LIMITED}. Wait 15 minutes, then try again`);
    expect(refused.text).toContain('<button class="button button--wide" type="submit" name="way" value="email-token">');

    const { code } = await tokenInstead(portal, browser, jo.mail);
    expect((await browser.post('/login/token', { token: code })).headers.location).toBe('/');
    expect(await isSignedIn(browser)).toBe(true);
    expect(await wrongPasswordsSeen(acme, jo)).toBe(3);
  },
);

test('after fifteen minutes the password is asked for again, and was never locked by us', async () => {
  const { portal, jo } = await givenJo();
  await enterWrong(portal, jo, 10);
  portal.passMinutes(14);
  expect((await signInByPassword(portal, portal.visitor(), jo)).status).toBe(429);
  portal.passMinutes(1);
  expect((await signInByPassword(portal, portal.visitor(), jo)).headers.location).toBe('/');
});

test('ten wrong passwords at the same moment are no more than three', async () => {
  const { portal, acme, jo } = await givenJo();
  const browsers = Array.from({ length: 10 }, () => portal.visitor());
  for (const browser of browsers) await choosePassword(browser, jo.mail);
  const answers = await Promise.all(browsers.map((browser) => enterPassword(portal, browser, wrongPassword())));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([422, 422, 422, ...Array(7).fill(429)]);
  expect(await wrongPasswordsSeen(acme, jo)).toBe(3);
});

test.each(SERVICES)(
  'a right password gives back what it cost: whoever signs in ten times a day may mistype twice, %s',
  async (_what, service) => {
    const { portal, jo } = await givenJo(service);
    for (let day = 0; day < 10; day += 1) {
      expect((await signInByPassword(portal, portal.visitor(), jo)).headers.location).toBe('/');
    }
    await enterWrong(portal, jo, 2);
    expect((await signInByPassword(portal, portal.visitor(), jo)).headers.location).toBe('/');
    expect((await enterWrong(portal, jo, 1)).status).toBe(422);
    expect((await enterWrong(portal, jo, 1)).status).toBe(429);
  },
);

test('a restart gives nothing back', async () => {
  const { portal, acme, jo } = await givenJo();
  await enterWrong(portal, jo, 3);
  await portal.restart();
  expect((await enterWrong(portal, jo, 1)).status).toBe(429);
  expect(await wrongPasswordsSeen(acme, jo)).toBe(3);
});

test('the wrong passwords for one account keep nobody else out', async () => {
  const { portal, acme, companyId, jo } = await givenJo();
  const kim = await acme.addUser({ name: 'kim' });
  await portal.given.contact(companyId, kim.mail);
  await enterWrong(portal, jo, 10);
  expect((await signInByPassword(portal, portal.visitor(), kim)).headers.location).toBe('/');
});

test('two companies with users of one name count apart', async () => {
  const { portal, jo } = await givenJo(WITHOUT_SERVICE_ACCOUNT);
  await enterWrong(portal, jo, 4);
  const { acme, companyId } = await givenAcmeDirectory(
    portal,
    { ...WITHOUT_SERVICE_ACCOUNT, upnSuffixes: [] },
    { name: 'Acme North', domains: ['north.acme.example'] },
  );
  await portal.given.contact(companyId, `${jo.userName}@north.acme.example`);
  const typed = { mail: `${jo.userName}@north.acme.example`, password: jo.password };
  const answer = await signInByPassword(portal, portal.visitor(), typed, { user_name: jo.userName });
  expect([acme.netbios, answer.status]).toEqual(['ACME', 303]);
});

test('an account that is disabled, or must change its password, costs nobody a try', async () => {
  const { portal, acme, jo } = await givenJo();
  await acme.change(jo, { mustChange: true });
  for (let tries = 0; tries < 5; tries += 1) {
    expect((await signInByPassword(portal, portal.visitor(), jo)).status).toBe(422);
  }
  await acme.change(jo, { mustChange: false });
  expect((await signInByPassword(portal, portal.visitor(), jo)).headers.location).toBe('/');
});

/** So many times, each in a browser of its own; answers what came back last. */
async function enterWrong(portal: Portal, { mail }: ForestUser, times: number) {
  const enter = () => signInByPassword(portal, portal.visitor(), { mail, password: wrongPassword() });
  let last = await enter();
  for (let more = 1; more < times; more += 1) last = await enter();
  return last;
}
