import { parseLoginEmail } from '../address/login-email.js';
import type { NewPsaContact, PsaCompany, PsaConnector, PsaContact, PsaKind, PsaStep, Unreadable } from './connector.js';
import { ConnectWiseApi, type Query, quoted } from './connectwise-api.js';
import { newContact } from './connectwise-new-contact.js';
import * as records from './connectwise-records.js';
import { PsaFault } from './fault.js';
import { oneLine } from './http/answers.js';

const CONTACTS = '/company/contacts';
const COMPANIES = '/company/companies';
/** Of one address. */
const ENOUGH = 50;

/** It throttles at about 1,000 requests a minute, which the MSP's other integrations need, too. */
export const connectWise: PsaKind = {
  name: 'connectwise',
  limits: { parallel: 4, requests: 600, windowMs: 60_000 },
  connect: (account, http) => new ConnectWise(new ConnectWiseApi(account, http)),
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
      found.push(...contacts.filter(({ addresses }) => addresses.some((one) => isSame(one, address))));
      if (found.length >= ENOUGH) break;
    }
    return found.slice(0, ENOUGH);
  }

  async findContact(id: string): Promise<PsaContact | 'unreadable' | undefined> {
    const query = { fields: records.CONTACT_FIELDS };
    const found = await this.#api.find(records.Contact, `${CONTACTS}/${checked(id)}`, query);
    return typeof found === 'object' ? records.toContact(found) : found;
  }

  async findCompany(id: string): Promise<PsaCompany | 'unreadable' | undefined> {
    const query = { fields: records.COMPANY_FIELDS };
    const found = await this.#api.find(records.Company, `${COMPANIES}/${checked(id)}`, query);
    return typeof found === 'object' ? records.toCompany(found, await this.#inactiveStatuses()) : found;
  }

  async createContact(contact: NewPsaContact): Promise<PsaContact> {
    const { companyId, address } = contact;
    const sent = newContact(contact, checked(companyId), (await this.#emailType()).id);
    try {
      const { id } = await this.#api.create(records.Created, CONTACTS, sent);
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

function isSame(there: string, address: string): boolean {
  const parsed = parseLoginEmail(there);
  return parsed.kind === 'address' && parsed.address === address;
}

function checked(id: string): number {
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new PsaFault('refused', { detail: 'This is no id of ConnectWise' });
  return Number(id);
}
