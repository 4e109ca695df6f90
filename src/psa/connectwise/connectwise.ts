import type {
  NewPsaContact,
  PsaCompany,
  PsaConnector,
  PsaContact,
  PsaKind,
  PsaStep,
  Unreadable,
} from '../connector.js';
import { exactId, hasExactly } from '../exactly.js';
import { PsaFault } from '../fault.js';
import { oneLine } from '../http/answers.js';
import { ConnectWiseApi, type Query, quoted } from './api.js';
import { newContact } from './new-contact.js';
import * as records from './records.js';

const CONTACTS = '/company/contacts';
const COMPANIES = '/company/companies';
/** Of one address. */
const ENOUGH = 50;

const CLOUD_PAGES = /^(?:na|eu|au|aus|za|staging)\.(?:myconnectwise\.net|connectwisedev\.com)$/;
/** Nothing that means something in a header, a path or between user name and password. */
const COMPANY_ID = /^(?:(?![+:/\\?#%"'<>])[!-~]){1,50}$/;
const KEY = /^[\w-]{1,100}$/;
const CLIENT_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** It throttles at about 1,000 requests a minute, which the MSP's other integrations need, too. */
export const connectWise: PsaKind = {
  name: 'connectwise',
  account: {
    apiHost: (host) => (CLOUD_PAGES.test(host) ? `api-${host}` : host),
    fields: {
      companyId: { shape: COMPANY_ID, told: true },
      publicKey: { shape: KEY },
      clientId: { shape: CLIENT_ID },
    },
    secret: KEY,
    dataOf: ({ fields }) => fields.companyId?.toLowerCase() ?? '',
  },
  limits: { parallel: 4, requests: 600, windowMs: 60_000 },
  connect: (account, { http }) => new ConnectWise(new ConnectWiseApi(account, http)),
};

class ConnectWise implements PsaConnector {
  readonly #api: ConnectWiseApi;
  #emailTypeRead: records.CommunicationType | undefined;

  constructor(api: ConnectWiseApi) {
    this.#api = api;
  }

  async *test(): AsyncGenerator<PsaStep> {
    const { CompanyName, VersionCode } = await this.#api.readInfo();
    yield { kind: 'found', product: oneLine(`ConnectWise ${VersionCode ?? ''}`), account: oneLine(CompanyName ?? '') };
    await this.#api.signIn();
    yield { kind: 'signed-in' };
    await this.#inactiveStatuses(); // a sync reads no company without them
    yield { kind: 'companies-read', count: await this.#api.count(COMPANIES) };
    yield { kind: 'contacts-read', count: await this.#api.count(CONTACTS) };
    yield { kind: 'address-type-read', name: oneLine((await this.#emailType()).description) };
  }

  async *listCompanies(changedSince?: number, unreadable?: Unreadable): AsyncGenerator<PsaCompany[]> {
    const inactive = await this.#inactiveStatuses();
    const query = { fields: records.COMPANY_FIELDS, ...since(changedSince) };
    for await (const page of this.#api.list(records.Company, COMPANIES, query, unreadable)) {
      yield page.map((company) => records.toCompany(company, inactive));
    }
  }

  async *listContacts(changedSince?: number, unreadable?: Unreadable): AsyncGenerator<PsaContact[]> {
    const query = { fields: records.CONTACT_FIELDS, ...since(changedSince) };
    const pages = this.#api.list(records.Contact, CONTACTS, query, unreadable);
    for await (const page of pages) yield page.map(records.toContact);
  }

  /** Compared once more here: what ConnectWise takes for equal is its own affair. */
  async findContactsByAddress(address: string, unreadable?: Unreadable): Promise<PsaContact[]> {
    const childConditions = `communicationItems/value = ${quoted(address)} AND communicationItems/communicationType = "Email"`;
    const query = { fields: records.CONTACT_FIELDS, childConditions };
    const found: PsaContact[] = [];
    for await (const page of this.#api.list(records.Contact, CONTACTS, query, unreadable)) {
      const contacts = page.map(records.toContact);
      found.push(...contacts.filter((contact) => hasExactly(contact, address)));
      if (found.length >= ENOUGH) break;
    }
    return found.slice(0, ENOUGH);
  }

  async findContact(id: string): Promise<PsaContact | 'unreadable' | undefined> {
    const query = { fields: records.CONTACT_FIELDS };
    const found = await this.#api.find(records.Contact, `${CONTACTS}/${exactId(id)}`, query);
    return typeof found === 'object' ? records.toContact(found) : found;
  }

  async findCompany(id: string): Promise<PsaCompany | 'unreadable' | undefined> {
    const query = { fields: records.COMPANY_FIELDS };
    const found = await this.#api.find(records.Company, `${COMPANIES}/${exactId(id)}`, query);
    return typeof found === 'object' ? records.toCompany(found, await this.#inactiveStatuses()) : found;
  }

  async createContact(contact: NewPsaContact): Promise<PsaContact> {
    const { companyId, address, sendBefore } = contact;
    const sent = newContact(contact, exactId(companyId), (await this.#emailType()).id);
    try {
      const { id } = await this.#api.create(records.Numbered, CONTACTS, sent, sendBefore);
      const { firstName, lastName = '' } = sent;
      return {
        id: String(id),
        companyId,
        firstName,
        lastName,
        addresses: [address],
        primary: false,
        refusal: undefined,
      };
    } catch (error) {
      this.#emailTypeRead = undefined; // it may be what was refused
      throw error;
    }
  }

  async reactivateContact({ id }: Pick<PsaContact, 'id'>): Promise<void> {
    const change = [{ op: 'replace', path: 'inactiveFlag', value: false }];
    await this.#api.update(records.Numbered, `${CONTACTS}/${exactId(id)}`, change);
  }

  async #emailType(): Promise<records.CommunicationType> {
    const query: Query = { fields: 'id,description,emailFlag,defaultFlag' };
    this.#emailTypeRead ??= records.chooseEmailType(
      await this.#api.listAll(records.CommunicationType, '/company/communicationTypes', query),
    );
    if (!this.#emailTypeRead) throw new PsaFault('refused', { detail: 'There is no communication type for email' });
    return this.#emailTypeRead;
  }

  async #inactiveStatuses(): Promise<Set<number>> {
    const all = await this.#api.listAll(records.Status, `${COMPANIES}/statuses`, { fields: 'id,inactiveFlag' });
    return new Set(all.filter(({ inactiveFlag }) => inactiveFlag).map(({ id }) => id));
  }
}

/** From the whole second on, because that is as exact as ConnectWise is. */
function since(time: number | undefined): Query {
  if (time === undefined) return {};
  return { conditions: `lastUpdated >= [${new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')}]` };
}
