import { type FakeServer, startFakeServer } from '../fake-server.js';
import { Books, type NewCompany, type NewContact } from './books.js';
import { createDoor } from './door.js';
import { failed } from './errors.js';
import { type AutotaskOptions, type FakeAccount, THREADS, USUAL } from './options.js';
import type { FakeCompany, FakeContact } from './records.js';

export type { AutotaskOptions };

/** An Autotask of a test's own, which speaks the real wire. */
export interface FakeAutotask extends FakeServer {
  /** The credentials it takes. May be changed on the way. */
  account: FakeAccount;
  /** How this instance is. May be changed on the way. */
  options: AutotaskOptions;
  company(company?: NewCompany): FakeCompany;
  contact(contact?: NewContact): FakeContact;
  updateCompany(id: number, change: NewCompany): void;
  updateContact(id: number, change: NewContact): void;
  remove(kind: 'company' | 'contact', id: number): void;
  companies(): FakeCompany[];
  contacts(): FakeContact[];
}

/** An empty instance on loopback. */
export async function startFakeAutotask(change: Partial<AutotaskOptions> = {}): Promise<FakeAutotask> {
  const options = { ...USUAL, ...change };
  const account = {
    userName: 'xk7f2qbn4wz@NORTHWIND.EXAMPLE',
    secret: 'Zb7p*Nf2uX~e9hGa4R',
    integrationCode: 'LQ3VYC8JTRWM1SLD',
  };
  const books = new Books(options);
  const { port, clock } = options;
  const tooMany = { at: THREADS, answer: () => failed('The thread threshold was exceeded.', 429) };
  const server = await startFakeServer({ port, clock, answer: createDoor(account, books), tooMany });
  const { companies, contacts } = books;
  return {
    ...server,
    account,
    options,
    company: (company = {}) => books.putCompany(books.newId(), company),
    contact: (contact = {}) => books.putContact(books.newId(), contact),
    updateCompany: (id, company) => void books.putCompany(id, company),
    updateContact: (id, contact) => void books.putContact(id, contact),
    remove: (kind, id) => void { company: companies, contact: contacts }[kind].delete(id),
    companies: () => [...companies.values()],
    contacts: () => [...contacts.values()],
  };
}
