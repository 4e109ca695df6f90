import type { PsaAccount } from '../../../../src/psa/connector.js';
import type { FakePsa, FakePsaOptions, NewCompanyThere, NewContactThere, Said } from '../fake-psa.js';
import type { FakeRequest } from '../fake-server.js';
import type { Misdeed } from '../misbehaviour.js';
import { NO_PERMISSION } from './errors.js';
import type { FakeContact, NewCompany, NewContact } from './records.js';
import { type FakeAutotask, startFakeAutotask } from './server.js';

/** Autotask in the words that all vendors have in common. */
export async function startAutotaskPsa(options: FakePsaOptions = {}): Promise<FakePsa> {
  const fake = await startFakeAutotask(options);
  let homeless: number | undefined;
  const home = () => {
    homeless ??= fake.company({ name: 'Somewhere Else' }).id;
    return homeless;
  };
  return {
    kind: 'autotask',
    server: fake,
    account: () => accountOf(fake),
    secrets: () => [fake.account.secret],
    knows: { primary: true, noCompany: false, severalTypes: false, domains: false },
    company: (company = {}) => String(fake.company(toCompany(company)).id),
    contact: (contact = {}) =>
      String(fake.contact({ companyId: Number(contact.companyId ?? home()), ...toContact(contact) }).id),
    changeCompany: (id, change) => fake.update('company', Number(id), toCompany(change)),
    changeContact: (id, change) => fake.update('contact', Number(id), toContact(change)),
    remove: (kind, id) => fake.remove(kind, Number(id)),
    contacts: () => fake.contacts().map(asThere),
    isPreamble: ({ path }) => path.endsWith('/zoneInformation'),
    isSearch: ({ path, body }) => path.endsWith('/Contacts/query') && asksForAddress(body),
    isCreation: (request) => isWriting(request, 'POST'),
    isReactivation: (request) => isWriting(request, 'PATCH'),
    deed: (trouble) => deedOf(trouble, fake),
  };
}

export function accountOf({ url, account: { secret, ...fields } }: FakeAutotask): PsaAccount {
  return { kind: 'autotask', site: url, fields, secret };
}

function toCompany({ name, website, types, active }: NewCompanyThere): Partial<NewCompany> {
  return {
    ...(name !== undefined && { name }),
    ...(website !== undefined && { website }),
    ...(types?.[0] !== undefined && { type: types[0] }),
    ...(active !== undefined && { active }),
  };
}

function toContact({ companyId, lastName, ...contact }: NewContactThere): Partial<NewContact> {
  return {
    ...contact,
    ...(lastName !== undefined && { lastName: lastName || '-' }),
    ...(companyId !== undefined && { companyId: Number(companyId) }),
  };
}

function asThere(contact: FakeContact) {
  const { id, companyID, firstName, lastName, emailAddress, emailAddress2, emailAddress3, isActive } = contact;
  const addresses = [emailAddress, emailAddress2, emailAddress3].flatMap((address) => address ?? []);
  return { id: String(id), companyId: String(companyID), firstName, lastName, addresses, maySignIn: isActive === 1 };
}

function asksForAddress(body: unknown): boolean {
  return JSON.stringify(Object(body).filter ?? '').includes('"emailAddress"');
}

function isWriting({ method, path }: FakeRequest, how: 'POST' | 'PATCH'): boolean {
  return method === how && /\/Companies\/\d+\/Contacts$/.test(path);
}

function deedOf(trouble: Said, { account: { secret } }: FakeAutotask): Misdeed {
  const says = (status: number, error: string) => ({ do: 'status', status, body: { errors: [error] } }) as const;
  switch (trouble) {
    case 'wrong-secret':
      return says(401, 'Unauthorized');
    case 'forbidden':
      return says(500, NO_PERMISSION);
    case 'throttled-for-7-seconds':
      return { ...says(429, 'The thread threshold for this object was exceeded.'), headers: { 'Retry-After': '7' } };
    case 'failing':
      return { do: 'status', status: 500, body: { message: 'An error has occurred.' } };
    case 'says-our-secret':
      return says(500, `What is\r\nSecret: "${secret}"?`);
  }
}
