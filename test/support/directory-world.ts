import type { TypedDirectory } from '../../src/directory/typed-directory.js';
import { signInByName } from './directory-login.js';
import { type Forest, forest } from './forest.js';
import type { ForestUser } from './forest-users.js';
import { type Portal, startPortal } from './portal.js';

export interface AcmeDirectory {
  acme: Forest;
  companyId: string;
  directoryId: string;
}

export const WITHOUT_SERVICE_ACCOUNT = { serviceUser: '', servicePassword: undefined };

/** Both ways to ask a directory, for tests of each. */
export const SERVICES: [what: string, directory: Partial<TypedDirectory>][] = [
  ['with a service account', {}],
  ['without one', WITHOUT_SERVICE_ACCOUNT],
];

/** Acme with its email domain, its domain SID and its Active Directory, which has a service account. */
export async function givenAcmeDirectory(
  portal: Portal,
  changed: Partial<TypedDirectory> = {},
  company: Parameters<Portal['given']['company']>[0] = {},
): Promise<AcmeDirectory> {
  const acme = await forest('acme');
  const companyId = await portal.given.company({ domains: ['acme.example'], sids: [acme.domainSid], ...company });
  return { acme, companyId, directoryId: await givenDirectory(portal, companyId, acme, changed) };
}

/** The directory of this company is this forest. */
export async function givenDirectory(
  portal: Portal,
  companyId: string,
  { netbios, ldaps, ca, baseDn, realm, serviceAccount }: Forest,
  changed: Partial<TypedDirectory> = {},
): Promise<string> {
  portal.secrets.push(serviceAccount.password);
  return portal.given.directory(companyId, {
    name: `${netbios} forest`,
    addresses: [ldaps],
    caCertificate: ca,
    baseDn,
    serviceUser: serviceAccount.userName,
    servicePassword: serviceAccount.password,
    upnSuffixes: [realm],
    netbiosName: netbios,
    ...changed,
  });
}

/** A portal with Acme and its directory, and Jo, who has an account there and a contact. */
export async function givenJo(
  directory: Partial<TypedDirectory> = {},
): Promise<{ portal: Portal; jo: ForestUser; contactId: string } & AcmeDirectory> {
  const portal = await startPortal();
  const acme = await givenAcmeDirectory(portal, directory);
  const jo = await acme.acme.addUser();
  return { portal, jo, contactId: await portal.given.contact(acme.companyId, jo.mail), ...acme };
}

/** Jo, whose account has no mail, after the password: the browser has come to where an address is asked for. */
export async function givenJoWithoutMail() {
  const portal = await startPortal();
  const { acme, companyId } = await givenAcmeDirectory(portal);
  const [jo, browser] = [await acme.addUser({ mail: '' }), portal.visitor()];
  await signInByName(portal, browser, jo);
  return { portal, companyId, jo, browser };
}
