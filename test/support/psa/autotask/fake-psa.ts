import type { FakePsa, FakePsaOptions, NewContactThere, Said } from '../fake-psa.js';
import type { Misdeed } from '../misbehaviour.js';
import type { NewContact } from './books.js';
import { NOT_PERMITTED } from './errors.js';
import type { FakeContact } from './records.js';
import { type FakeAutotask, startFakeAutotask } from './server.js';

const CONTACTS_OF_COMPANY = /\/Companies\/\d+\/Contacts$/;

export async function startAutotaskPsa({ clock = Date.now }: FakePsaOptions = {}): Promise<FakePsa> {
  return autotaskPsa(await startFakeAutotask({ clock }));
}

/** Autotask in the words that all vendors have in common. */
export function autotaskPsa(fake: FakeAutotask): FakePsa {
  return {
    kind: 'autotask',
    server: fake,
    account() {
      const { secret, ...fields } = fake.account;
      return { kind: 'autotask', site: fake.url, fields, secret };
    },
    secrets: () => [fake.account.secret],
    knows: { primary: true, noCompany: false, severalTypes: false, domains: false },
    company: (company) => String(fake.company(company).id),
    contact: (contact = {}) => String(fake.contact(newContact(contact)).id),
    changeCompany: (id, change) => fake.updateCompany(Number(id), change),
    changeContact: (id, change) => fake.updateContact(Number(id), newContact(change)),
    remove: (kind, id) => fake.remove(kind, Number(id)),
    contacts: () => fake.contacts().map(contactThere),
    isPreamble: ({ path }) => /\/zoneinformation$/i.test(path),
    isSearch: ({ path, body }) =>
      path.endsWith('/Contacts/query') && JSON.stringify(body).includes('"emailAddress2","value"'),
    isCreation: ({ method, path }) => method === 'POST' && CONTACTS_OF_COMPANY.test(path),
    isReactivation: ({ method, path }) => method === 'PATCH' && CONTACTS_OF_COMPANY.test(path),
    deed: (said) => deedOf(fake, said),
  };
}

function newContact({ companyId, ...contact }: NewContactThere): NewContact {
  return { ...contact, ...(companyId !== undefined && { companyId: Number(companyId) }) };
}

function contactThere(contact: FakeContact) {
  const { id, companyID, firstName, lastName, emailAddress, emailAddress2, emailAddress3 } = contact;
  return {
    id: String(id),
    companyId: String(companyID),
    firstName,
    lastName,
    addresses: [emailAddress, emailAddress2, emailAddress3].filter((address) => address !== null),
    maySignIn: contact.isActive === 1,
  };
}

function deedOf({ account }: FakeAutotask, said: Said): Misdeed {
  const says = (status: number, body: object): Misdeed => ({ do: 'status', status, body });
  switch (said) {
    case 'wrong-secret':
      return says(401, { errors: ['Unauthorized access.'] });
    case 'forbidden':
      return says(500, { errors: [NOT_PERMITTED] });
    case 'throttled-for-7-seconds':
      return { do: 'status', status: 429, headers: { 'Retry-After': '7' }, body: { errors: ['Too many requests.'] } };
    case 'failing':
      return says(500, { message: 'An error has occurred.' });
    case 'says-our-secret':
      return says(500, { errors: [`What is\r\n"${account.secret}" of ${account.userName}?`] });
  }
}
