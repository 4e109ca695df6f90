import { type FakeRequest, type FakeServer, startFakeServer } from '../fake-server.js';
import { Books } from './books.js';
import { answerTo } from './door.js';
import { type ConnectWiseOptions, type FakeAccount, USUAL } from './options.js';
import type { FakeCompany, FakeContact, NewCompany, NewContact } from './records.js';

export type { ConnectWiseOptions, FakeAccount };

/** A ConnectWise of a test's own, which speaks the real wire. */
export interface FakeConnectWise extends FakeServer {
  /** The credentials it takes. May be changed on the way. */
  account: FakeAccount;
  /** How this instance is. May be changed on the way. */
  options: ConnectWiseOptions;
  /** Adds a company and answers its record. */
  company(company?: Partial<NewCompany>): FakeCompany;
  /** Adds a contact and answers its record. */
  contact(contact: Partial<NewContact>): FakeContact;
  update(kind: 'company', id: number, change: Partial<NewCompany>): void;
  update(kind: 'contact', id: number, change: Partial<NewContact>): void;
  remove(kind: 'company' | 'contact', id: number): void;
  companies(): FakeCompany[];
  contacts(): FakeContact[];
}

/** An empty instance on loopback, which knows the ways to reach somebody, and the statuses of a company. */
export async function startFakeConnectWise(change: Partial<ConnectWiseOptions> = {}): Promise<FakeConnectWise> {
  const options = { ...USUAL, ...change };
  const account = {
    companyId: 'northwind',
    publicKey: 'kq3VYc8jTrWm1sLd',
    privateKey: 'Zb7pNf2uXe9hGa4R',
    clientId: '3f1c0a52-7b6e-4c1d-9d0e-58a2f4c7b913',
  };
  const books = new Books(options);
  const answer = (request: FakeRequest) => answerTo(request, account, books);
  const server = await startFakeServer({ port: options.port, clock: options.clock, answer });
  return { ...server, account, options, ...controls(books) };
}

function controls(books: Books) {
  const { companies, contacts } = books;
  const put = { company: books.putCompany.bind(books), contact: books.putContact.bind(books) };
  const all = { company: companies, contact: contacts };
  return {
    company: (company: Partial<NewCompany> = {}) => books.putCompany(books.newId(), company),
    contact: (contact: Partial<NewContact>) => books.putContact(books.newId(), contact),
    update: (kind: 'company' | 'contact', id: number, change: object) => {
      if (!all[kind].has(id)) throw new Error(`There is no ${kind} ${id}`);
      put[kind](id, change);
    },
    remove: (kind: 'company' | 'contact', id: number) => void all[kind].delete(id),
    companies: () => [...companies.values()],
    contacts: () => [...contacts.values()],
  };
}
