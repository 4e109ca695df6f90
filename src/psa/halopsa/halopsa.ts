import type {
  NewPsaContact,
  PsaCompany,
  PsaConnector,
  PsaContact,
  PsaKind,
  PsaStep,
  Unreadable,
} from '../connector.js';
import { exactId } from '../exactly.js';
import { PsaFault } from '../fault.js';
import { oneLine } from '../http/answers.js';
import { HaloApi, type Query } from './api.js';
import { findByAddress } from './find-by-address.js';
import { newUser } from './new-user.js';
import * as records from './records.js';

const CLIENT_ID = /^[\w.-]{1,100}$/;
const TENANT = /^[A-Za-z\d.-]{1,100}$/;
const SECRET = /^[!-~]{1,200}$/;

/** How much it bears nobody says for sure; 500 in three minutes have been seen. */
export const haloPsa: PsaKind = {
  name: 'halopsa',
  account: {
    fields: {
      clientId: { shape: CLIENT_ID, told: true },
      tenant: { shape: TENANT, told: true, optional: true },
    },
    secret: SECRET,
    dataOf: ({ site }) => site,
  },
  limits: { parallel: 4, requests: 300, windowMs: 180_000 },
  connect: (account, way) => new HaloPsa(new HaloApi(account, way), new URL(account.site).host),
};

class HaloPsa implements PsaConnector {
  readonly #api: HaloApi;
  readonly #host: string;

  constructor(api: HaloApi, host: string) {
    this.#api = api;
    this.#host = host;
  }

  async *test(): AsyncGenerator<PsaStep> {
    const { tenant = this.#host } = await this.#api.readSignIn();
    yield { kind: 'found', product: 'HaloPSA', account: oneLine(tenant) };
    await this.#api.signIn();
    yield { kind: 'signed-in' };
    await this.#api.count('Site'); // of them are email domains, and the places of new contacts
    yield { kind: 'companies-read', count: await this.#api.count('Client') };
    yield { kind: 'contacts-read', count: await this.#api.count('Users') };
  }

  /** All of them, whenever they changed: they are few, and an email domain of a site changes no client. */
  async *listCompanies(_changedSince?: number, unreadable?: Unreadable): AsyncGenerator<PsaCompany[]> {
    const domains = await this.#readSiteDomains({});
    for await (const page of this.#api.list(records.Client, 'Client', {}, unreadable)) {
      yield page.map((client) => records.toCompany(client, domains.get(client.id) ?? []));
    }
  }

  /** A Halo that does not know, or not take, the parameter shows everybody, which is as right and only slower. */
  async *listContacts(changedSince?: number, unreadable?: Unreadable): AsyncGenerator<PsaContact[]> {
    const since = changedSince === undefined ? {} : { lastupdatefromdate: wholeSecond(changedSince) };
    const list = (query: Query) => this.#api.list(records.User, 'Users', query, unreadable);
    try {
      for await (const page of list(since)) yield page.map(records.toContact);
    } catch (error) {
      if (changedSince === undefined || !(error instanceof PsaFault && error.kind === 'refused')) throw error;
      for await (const page of list({})) yield page.map(records.toContact);
    }
  }

  async findContactsByAddress(address: string, unreadable?: Unreadable): Promise<PsaContact[]> {
    return findByAddress(this.#api, address, unreadable);
  }

  async findContact(id: string): Promise<PsaContact | 'unreadable' | undefined> {
    const found = await this.#api.find(records.User, 'Users', exactId(id));
    return typeof found === 'object' ? records.toWholeContact(found) : found;
  }

  async findCompany(id: string): Promise<PsaCompany | 'unreadable' | undefined> {
    const found = await this.#api.find(records.Client, 'Client', exactId(id));
    if (typeof found !== 'object') return found;
    const domains = await this.#readSiteDomains({ client_id: id });
    return records.toCompany(found, domains.get(found.id) ?? []);
  }

  async createContact(contact: NewPsaContact): Promise<PsaContact> {
    const { companyId, address, sendBefore } = contact;
    const sent = newUser(contact, await this.#mainSite(exactId(companyId)));
    const { id, client_id, inactive } = await this.#api.postUser(records.Saved, sent, sendBefore);
    return {
      id: String(id),
      companyId: String(client_id ?? companyId),
      firstName: sent.firstname,
      lastName: sent.surname,
      addresses: [address],
      primary: false,
      refusal: inactive ? 'inactive' : undefined,
    };
  }

  async reactivateContact({ id }: Pick<PsaContact, 'id'>): Promise<void> {
    await this.#api.postUser(records.Saved, { id: exactId(id), inactive: false });
  }

  /** A new user needs a place. */
  async #mainSite(clientId: number): Promise<number> {
    const client = await this.#api.find(records.ClientWithSite, 'Client', clientId);
    if (client === undefined) throw new PsaFault('refused', { detail: `There is no client ${clientId}` });
    const site = client === 'unreadable' ? undefined : client.main_site_id;
    if (!site) throw new PsaFault('refused', { detail: `The client ${clientId} has no main site` });
    return site;
  }

  /** The email domains of sites, by their clients. */
  async #readSiteDomains(query: Query): Promise<Map<number, string[]>> {
    const domains = new Map<number, string[]>();
    for await (const page of this.#api.list(records.Site, 'Site', query, () => {})) {
      for (const { client_id: client, emaildomain } of page)
        if (client && emaildomain) domains.set(client, [...(domains.get(client) ?? []), emaildomain]);
    }
    return domains;
  }
}

/** From the whole second on, in UTC. */
function wholeSecond(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, '');
}
