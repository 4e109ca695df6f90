import type { PsaAccount } from '../../../../src/psa/connector.js';
import type { FakePsa, FakePsaOptions, KeptOutBy, NewCompanyThere, NewContactThere, Said } from '../fake-psa.js';
import type { Misdeed } from '../misbehaviour.js';
import { tooManyRequests } from './errors.js';
import type { FakeContact, NewContact } from './records.js';
import { type FakeConnectWise, startFakeConnectWise } from './server.js';

const CONTACTS = /\/company\/contacts(\/\d+)?$/;

export async function startConnectWisePsa({ clock = Date.now }: FakePsaOptions = {}): Promise<FakePsa> {
  return connectWisePsa(await startFakeConnectWise({ clock }));
}

/** ConnectWise in the words that all vendors have in common. */
export function connectWisePsa(fake: FakeConnectWise): FakePsa {
  return {
    kind: 'connectwise',
    server: fake,
    account: () => accountOf(fake),
    secrets: () => [fake.account.privateKey, credentialsOf(fake)],
    knows: { primary: true, noCompany: true, severalTypes: true, domains: false },
    company: (company = {}) => String(fake.company(newCompany(company)).id),
    contact: (contact = {}) => String(fake.contact(newContact(contact)).id),
    changeCompany: (id, change) => fake.update('company', Number(id), newCompany(change)),
    changeContact: (id, change) => fake.update('contact', Number(id), newContact(change)),
    keepOut: (id, by) => fake.update('contact', Number(id), keptOut(fake, Number(id), by)),
    remove: (kind, id) => fake.remove(kind, Number(id)),
    contacts: () => fake.contacts().map(contactThere),
    isPreamble: ({ path }) => path.startsWith('/login/'),
    isSearch: ({ method, query }) => method === 'GET' && query.has('childConditions'),
    isCreation: ({ method, path }) => method === 'POST' && CONTACTS.test(path),
    isReactivation: ({ method, path }) => method === 'PATCH' && CONTACTS.test(path),
    deed: (said) => deedOf(fake, said),
  };
}

export function accountOf({ url, account: { privateKey, ...fields } }: FakeConnectWise): PsaAccount {
  return { kind: 'connectwise', site: url, fields, secret: privateKey };
}

function newCompany({ active, domains: _none, ...company }: NewCompanyThere) {
  return { ...company, ...(active !== undefined && { status: active ? ('Active' as const) : ('Inactive' as const) }) };
}

function newContact({ companyId, addresses, ...contact }: NewContactThere): Partial<NewContact> {
  return {
    ...contact,
    ...(addresses && { emails: addresses }),
    ...(companyId !== undefined && { companyId: Number(companyId) }),
  };
}

function keptOut(fake: FakeConnectWise, id: number, by: KeptOutBy): Partial<NewContact> {
  if (by === 'portal-login') return { disablePortalLogin: true };
  const theirs = fake.contacts().find((contact) => contact.id === id);
  return { emails: theirs ? addressesOf(theirs).map((value) => ({ value, type: 'Shared Mailbox' })) : [] };
}

function addressesOf({ communicationItems = [] }: FakeContact): string[] {
  return communicationItems.filter((item) => item.communicationType === 'Email').map(({ value }) => value);
}

function contactThere(contact: FakeContact) {
  const { id, company, firstName, lastName = '' } = contact;
  return {
    id: String(id),
    companyId: company && String(company.id),
    firstName,
    lastName,
    addresses: addressesOf(contact),
    maySignIn: !contact.disablePortalLoginFlag && !contact.inactiveFlag,
  };
}

function credentialsOf({ account: { companyId, publicKey, privateKey } }: FakeConnectWise): string {
  return Buffer.from(`${companyId}+${publicKey}:${privateKey}`).toString('base64');
}

function deedOf(fake: FakeConnectWise, said: Said): Misdeed {
  const says = (status: number, code: string, message: string): Misdeed => ({
    do: 'status',
    status,
    body: { code, message, errors: null },
  });
  switch (said) {
    case 'wrong-secret':
      return says(401, 'Unauthorized', 'Please provide valid credentials.');
    case 'forbidden':
      return says(403, 'Forbidden', 'The security role does not allow this.');
    case 'throttled-for-7-seconds':
      return tooManyRequests(7);
    case 'failing':
      return says(500, 'Error', 'An unexpected error occurred.');
    case 'says-our-secret':
      return says(400, 'InvalidObject', `What is\r\n"Basic ${credentialsOf(fake)}" with ${fake.account.privateKey}?`);
  }
}
