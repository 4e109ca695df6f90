import type { FakePsa, FakePsaOptions, NewContactThere, Said } from '../fake-psa.js';
import type { FakeRequest } from '../fake-server.js';
import type { Misdeed } from '../misbehaviour.js';
import type { NewContact } from './books.js';
import { modelState } from './errors.js';
import type { FakeUser } from './records.js';
import { type FakeHalo, startFakeHalo } from './server.js';

export async function startHaloPsa({ clock = Date.now }: FakePsaOptions = {}): Promise<FakePsa> {
  return haloPsaFake(await startFakeHalo({ clock }));
}

/** HaloPSA in the words that all vendors have in common. */
export function haloPsaFake(fake: FakeHalo): FakePsa {
  return {
    kind: 'halopsa',
    server: fake,
    account() {
      const { clientSecret: secret, clientId } = fake.account;
      return { kind: 'halopsa', site: fake.url, fields: { clientId }, secret };
    },
    secrets: () => secretsOf(fake),
    knows: { primary: false, noCompany: false, severalTypes: false, domains: true },
    company: (company) => String(fake.company(company).id),
    contact: (contact = {}) => String(fake.contact(newContact(contact)).id),
    changeCompany: (id, change) => fake.updateCompany(Number(id), change),
    changeContact: (id, change) => fake.updateContact(Number(id), newContact(change)),
    hideFurther() {
      fake.options.listsAllAddresses = false;
    },
    remove: (kind, id) => fake.remove(kind, Number(id)),
    contacts: () => fake.contacts().map(contactThere),
    isPreamble: ({ path }) => path === '/api/authinfo' || path.endsWith('/token'),
    isSearch: ({ path, query }) => path === '/api/Users' && query.has('search'),
    isCreation: (request) => isPosted(request) && !Object.hasOwn(firstOf(request), 'id'),
    isReactivation: (request) => isPosted(request) && Object.hasOwn(firstOf(request), 'id'),
    deed: (said) => deedOf(fake, said),
  };
}

/** With the secret as a form sends it. */
function secretsOf({ account: { clientSecret }, tokens }: FakeHalo): string[] {
  return [clientSecret, `${new URLSearchParams({ s: clientSecret })}`.slice('s='.length), ...tokens];
}

function isPosted({ method, path }: FakeRequest): boolean {
  return method === 'POST' && path === '/api/Users';
}

function firstOf({ body }: FakeRequest): object {
  return Array.isArray(body) ? (body[0] ?? {}) : {};
}

function newContact({ companyId, ...contact }: NewContactThere): NewContact {
  return { ...contact, ...(companyId !== undefined && { companyId: Number(companyId) }) };
}

function contactThere({ id, client_id, firstname, surname, emailaddress, email2, email3, inactive }: FakeUser) {
  return {
    id: String(id),
    companyId: String(client_id),
    firstName: firstname,
    lastName: surname,
    addresses: [emailaddress, email2, email3].filter((address) => address !== ''),
    maySignIn: !inactive,
  };
}

function deedOf(fake: FakeHalo, said: Said): Misdeed {
  const says = (status: number, message: string): Misdeed => ({ do: 'status', status, body: { message } });
  switch (said) {
    case 'wrong-secret':
      return says(401, 'Unauthorized');
    case 'forbidden':
      return says(403, 'The application has no permission for this.');
    case 'throttled-for-7-seconds':
      return { do: 'status', status: 429, headers: { 'Retry-After': '7' }, body: { message: 'Too many requests.' } };
    case 'failing':
      return says(500, 'An unexpected error occurred.');
    case 'says-our-secret':
      return { do: 'status', ...modelState({ '[0].id': [`What is\r\n"Bearer ${secretsOf(fake).join(' with ')}"?`] }) };
  }
}
