import { type FakeServer, startFakeServer } from '../fake-server.js';
import { Books } from './books.js';
import { answerTo } from './door.js';
import { type AutotaskOptions, type FakeAccount, USUAL } from './options.js';
import { Pages } from './pages.js';
import type { FakeCompany, FakeContact, NewCompany, NewContact } from './records.js';
import { Threads } from './threads.js';
import { Usage } from './usage.js';

export type { AutotaskOptions, FakeAccount };

/** An Autotask of a test's own, which speaks the real wire. */
export interface FakeAutotask extends FakeServer {
  /** The credentials it takes. May be changed on the way. */
  account: FakeAccount;
  /** How this database is. May be changed on the way. */
  options: AutotaskOptions;
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

/** An empty database on loopback. */
export async function startFakeAutotask(change: Partial<AutotaskOptions> = {}): Promise<FakeAutotask> {
  const options = { ...USUAL, ...change };
  const account = {
    userName: 'kq3vyc8jtrwm1sl@NORTHWIND.EXAMPLE',
    integrationCode: 'ZB7PNF2UXE9HGA4RKQ3VYC8JTRW',
    secret: '5f$Nq~7Yx@2L#Wd8*aE1m0',
  };
  const [books, threads] = [new Books(options), new Threads()];
  const house = { account, books, threads, usage: new Usage(options), pages: new Pages(options) };
  const { port, clock } = options;
  const server = await startFakeServer({ port, clock: () => clock(), answer: (request) => answerTo(request, house) });
  return {
    ...server,
    misbehave: (rule) => server.misbehave(threads.watching(rule)),
    account,
    options,
    ...controls(books),
  };
}

function controls(books: Books) {
  const { companies, contacts } = books;
  return {
    company: (company: Partial<NewCompany> = {}) => books.addCompany(company),
    contact: (contact: Partial<NewContact>) => books.addContact(contact),
    update: (kind: 'company' | 'contact', id: number, change: object) =>
      kind === 'company' ? books.changeCompany(id, change) : books.changeContact(id, change),
    remove: (kind: 'company' | 'contact', id: number) => void (kind === 'company' ? companies : contacts).delete(id),
    companies: () => [...companies.values()],
    contacts: () => [...contacts.values()],
  };
}
