import { type FakeServer, startFakeServer } from '../fake-server.js';
import { Auth } from './auth.js';
import { Books, type NewCompany, type NewContact } from './books.js';
import { type FakeAccount, type HaloOptions, USUAL } from './options.js';
import type { FakeClient, FakeSite, FakeUser } from './records.js';
import { answerTo } from './routes.js';

export type { HaloOptions };

/** A HaloPSA of a test's own, which speaks the real wire. */
export interface FakeHalo extends FakeServer {
  /** The credentials it takes. May be changed on the way. */
  account: FakeAccount;
  /** How this instance is. May be changed on the way. */
  options: HaloOptions;
  company(company?: NewCompany): FakeClient;
  /** One more site of a client. */
  site(clientId: number, emaildomain: string): FakeSite;
  contact(contact?: NewContact): FakeUser;
  updateCompany(id: number, change: NewCompany): void;
  updateContact(id: number, change: NewContact): void;
  remove(kind: 'company' | 'contact', id: number): void;
  contacts(): FakeUser[];
  /** Every token is worth nothing from now on. */
  revokeTokens(): void;
  /** All that were handed out, the oldest first. */
  tokens: readonly string[];
  /** To whom it has mailed a welcome. */
  welcomed: readonly string[];
}

/** An empty instance on loopback. */
export async function startFakeHalo(change: Partial<HaloOptions> = {}): Promise<FakeHalo> {
  const options = { ...USUAL, ...change };
  const account = {
    clientId: 'c9534241-dde9-4d04-9d45-32b1fbff22ed',
    clientSecret: '14c0c9af+2db1/48ab=b29c~51975df4afa2&739e4ef2',
  };
  const books = new Books(options);
  const auth = new Auth(account, books);
  const { port, clock } = options;
  const server = await startFakeServer({ port, clock, answer: (request) => answerTo(request, auth, books) });
  const { clients, users } = books;
  return {
    ...server,
    account,
    options,
    company: (company = {}) => books.putClient(books.newId(), company),
    site: (clientId, emaildomain) => books.putSite(clientId, clients.get(clientId)?.name ?? '', emaildomain),
    contact: (contact = {}) => books.putUser(books.newId(), contact),
    updateCompany: (id, company) => void books.putClient(id, company),
    updateContact: (id, contact) => void books.putUser(id, contact),
    remove: (kind, id) => void { company: clients, contact: users }[kind].delete(id),
    contacts: () => [...users.values()],
    revokeTokens: () => auth.revoke(),
    tokens: auth.tokens,
    welcomed: books.welcomed,
  };
}
