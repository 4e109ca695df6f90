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
import { ALL, AutotaskApi, type Condition } from './api.js';
import { newContact } from './new-contact.js';
import * as records from './records.js';

/** Of one address. */
const ENOUGH = 50;
/** Of the requests that everybody shares: above that, lists of all, and of what changed, are left for later. */
const MOST_USED = { all: 0.75, changed: 0.95 };
const LATER_MS = 15 * 60_000;

/** As Autotask generates them: the database is behind the @. */
const USER_NAME = /^(?=.{3,100}$)[!-?A-~]+@[!-?A-~]+$/;
const INTEGRATION_CODE = /^[A-Za-z\d]{1,100}$/;
/** Nothing that means something in a header. */
const SECRET = /^[!-~]{1,200}$/;

/**
 * It bears three requests at a time: the third is left to one that we gave up and it is still at. It bears 10,000 an hour,
 * which all of the MSP's integrations share: a quarter is for us.
 */
export const autotask: PsaKind = {
  name: 'autotask',
  account: {
    site: 'https://webservices2.autotask.net',
    fields: {
      userName: { shape: USER_NAME, told: true },
      integrationCode: { shape: INTEGRATION_CODE },
    },
    secret: SECRET,
    dataOf: ({ fields }) => fields.userName?.split('@')[1]?.toLowerCase() ?? '',
  },
  limits: { parallel: 2, requests: 2_500, windowMs: 3_600_000 },
  connect: (account, { http }) => new Autotask(new AutotaskApi(account, http)),
};

class Autotask implements PsaConnector {
  readonly #api: AutotaskApi;
  #typesRead: Map<string, string> | undefined;

  constructor(api: AutotaskApi) {
    this.#api = api;
  }

  async *test(): AsyncGenerator<PsaStep> {
    yield { kind: 'found', product: 'Autotask', account: oneLine((await this.#api.findZone()).name) };
    await this.#signIn();
    yield { kind: 'signed-in' };
    yield { kind: 'usage-read', ...(await this.#api.readUsage()) };
    await this.#readTypes(); // a sync reads no company without them
    yield { kind: 'companies-read', count: await this.#api.count('Companies') };
    await this.#api.readFields('Contacts'); // nobody is created without them
    yield { kind: 'contacts-read', count: await this.#api.count('Contacts') };
  }

  async *listCompanies(changedSince?: number, unreadable?: Unreadable): AsyncGenerator<PsaCompany[]> {
    await this.#giveWay(changedSince);
    const types = await this.#readTypes();
    const query = { fields: records.COMPANY_FIELDS, filter: since(changedSince, 'lastTrackedModifiedDateTime') };
    for await (const page of this.#api.list(records.Company, 'Companies', query, unreadable)) {
      yield page.map((company) => records.toCompany(company, types));
    }
  }

  async *listContacts(changedSince?: number, unreadable?: Unreadable): AsyncGenerator<PsaContact[]> {
    await this.#giveWay(changedSince);
    const query = { fields: records.CONTACT_FIELDS, filter: since(changedSince, 'lastModifiedDate') };
    const pages = this.#api.list(records.Contact, 'Contacts', query, unreadable);
    for await (const page of pages) yield page.map(records.toContact);
  }

  /** Compared once more here: what Autotask takes for equal is its own affair. */
  async findContactsByAddress(address: string, unreadable?: Unreadable): Promise<PsaContact[]> {
    const has = (field: string): Condition => ({ op: 'eq', field, value: address });
    const items = [has('emailAddress'), has('emailAddress2'), has('emailAddress3')];
    const query = { fields: records.CONTACT_FIELDS, filter: [{ op: 'or' as const, items }] };
    const found: PsaContact[] = [];
    for await (const page of this.#api.list(records.Contact, 'Contacts', query, unreadable)) {
      const contacts = page.map(records.toContact);
      found.push(...contacts.filter((contact) => hasExactly(contact, address)));
      if (found.length >= ENOUGH) break;
    }
    return found.slice(0, ENOUGH);
  }

  async findContact(id: string): Promise<PsaContact | 'unreadable' | undefined> {
    const found = await this.#api.find(records.Contact, 'Contacts', exactId(id));
    return typeof found === 'object' ? records.toContact(found) : found;
  }

  async findCompany(id: string): Promise<PsaCompany | 'unreadable' | undefined> {
    const found = await this.#api.find(records.Company, 'Companies', exactId(id, 0));
    return typeof found === 'object' ? records.toCompany(found, this.#typesRead ?? (await this.#readTypes())) : found;
  }

  async createContact(contact: NewPsaContact): Promise<PsaContact> {
    const at = exactId(contact.companyId, 0);
    const sent = newContact(contact, at, await this.#api.readFields('Contacts'));
    const id = await this.#api.create(at, sent, contact.sendBefore);
    return records.toContact({ id, ...sent });
  }

  async reactivateContact({ id, companyId = '' }: Pick<PsaContact, 'id' | 'companyId'>): Promise<void> {
    const companyID = exactId(companyId, 0);
    await this.#api.update(companyID, { id: exactId(id), companyID, isActive: 1 });
  }

  /** Throws `unauthorized` when the account is wrong. Whoever is told that he may not see this has been let in. */
  async #signIn(): Promise<void> {
    await this.#api.readUsage().catch((error) => {
      if (!(error instanceof PsaFault && error.kind === 'forbidden')) throw error;
    });
  }

  /** Lists can wait, and what signs people in cannot: throws `limited` when not much is left of what everybody shares. */
  async #giveWay(changedSince: number | undefined): Promise<void> {
    const { used, limit } = await this.#api.readUsage();
    const most = changedSince === undefined ? MOST_USED.all : MOST_USED.changed;
    if (used >= limit * most) throw new PsaFault('limited', { retryAfterMs: LATER_MS });
  }

  async #readTypes(): Promise<Map<string, string>> {
    this.#typesRead = records.labelsOf(await this.#api.readFields('Companies'), 'companyType');
    return this.#typesRead;
  }
}

/** What is new need not have been changed. */
function since(time: number | undefined, changed: string): Condition[] {
  if (time === undefined) return ALL;
  const value = new Date(time).toISOString();
  return [{ op: 'or', items: [changed, 'createDate'].map((field) => ({ op: 'gte', field, value })) }];
}
