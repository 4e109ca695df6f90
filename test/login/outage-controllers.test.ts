import { expect, test } from 'vitest';
import type { TypedDirectory } from '../../src/directory/typed-directory.js';
import { signInByPassword, storyOf } from '../support/directory-login.js';
import { givenAcmeDirectory } from '../support/directory-world.js';
import { forest } from '../support/forest.js';
import { textOf } from '../support/form.js';
import { startPortal } from '../support/portal.js';

const UNREACHABLE = 'Your directory cannot be reached right now';
const REFUSED = 'connection refused';
const LEFT_ALONE = 'it has not answered lately and is left alone for half a minute';
const CLOSED = [REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, LEFT_ALONE];

test('a controller that died is left alone for half a minute after five tries, and asked again when it is back', async () => {
  const { controller, signIn, portal } = await givenJoOnAController();
  await controller.kill();
  for (const reason of CLOSED) expect(await signIn()).toBe(reason);
  await controller.start();
  expect(await signIn()).toBe(LEFT_ALONE);
  portal.passMs(30_000);
  expect([await signIn(), await signIn()]).toEqual(['/', '/']);
});

test('one try shows that a controller is still dead: it is left alone for another half a minute', async () => {
  const { controller, signIn, portal } = await givenJoOnAController();
  await controller.kill();
  for (const reason of CLOSED) expect(await signIn()).toBe(reason);
  portal.passMs(30_000);
  expect([await signIn(), await signIn()]).toEqual([REFUSED, LEFT_ALONE]);
});

test('the log says once that a controller does not answer, and names nobody', async () => {
  const { controller, signIn, portal, jo } = await givenJoOnAController();
  await controller.kill();
  for (const reason of CLOSED) expect(await signIn()).toBe(reason);
  const told = portal
    .logs()
    .split('\n')
    .filter((line) => line.includes('A domain controller does not answer'));
  expect(told).toHaveLength(1);
  expect(portal.logs()).not.toContain(jo.userName);
});

test.each(['hang', 'kill'] as const)(
  'with two controllers, one of which is gone (%s), people sign in',
  async (fail) => {
    const acme = await forest('acme');
    const gone = await acme.startController();
    await gone[fail]();
    const { signIn } = await givenJo({ addresses: [gone.ldaps, acme.ldaps] });
    expect([await signIn(), await signIn()]).toEqual(['/', '/']);
  },
);

test('people sign in over StartTLS', async () => {
  const acme = await forest('acme');
  const { signIn } = await givenJo({ addresses: [acme.ldap] });
  expect(await signIn()).toBe('/');
});

test.each(['ldaps', 'ldap'] as const)(
  'over %s, a certificate of an unknown authority is refused and said',
  async (scheme) => {
    const [acme, globex] = await Promise.all([forest('acme'), forest('globex')]);
    const { signIn } = await givenJo({ addresses: [acme[scheme]], caCertificate: globex.ca });
    expect(await signIn()).toBe('its certificate is signed by an unknown authority');
  },
);

async function givenJoOnAController() {
  const controller = await (await forest('acme')).startController();
  return { controller, ...(await givenJo({ addresses: [controller.ldaps] })) };
}

/** Jo of Acme. `signIn` answers where the right password leads to, or why the company's page says it could not be checked. */
async function givenJo(directory: Partial<TypedDirectory>) {
  const portal = await startPortal();
  const { acme, companyId } = await givenAcmeDirectory(portal, directory);
  const jo = await acme.addUser();
  await portal.given.contact(companyId, jo.mail);
  const told = `The directory could not be reached: ${jo.mail} in ACME forest; `;
  const signIn = async () => {
    const answer = await signInByPassword(portal, portal.visitor(), jo);
    if (answer.status === 303) return answer.headers.location;
    expect(textOf(answer)).toContain(UNREACHABLE);
    return (await storyOf(portal, companyId))[0]?.replace(told, '');
  };
  return { portal, jo, signIn };
}
