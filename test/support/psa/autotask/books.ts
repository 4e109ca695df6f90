import type { Entity } from './fields.js';
import type { AutotaskOptions } from './options.js';
import type { FakeCompany, FakeContact, NewCompany, NewContact } from './records.js';

const FIRST_ID = 173;
const TYPES = ['Customer', 'Lead', 'Prospect', 'Dead', 'Cancellation', 'Vendor', 'Partner'];

/** What a fake Autotask knows: companies and contacts, as their records stand on the wire. */
export class Books {
  readonly companies = new Map<number, FakeCompany>();
  readonly contacts = new Map<number, FakeContact>();
  readonly options: AutotaskOptions;
  /** What company types are called: the first is number 1. */
  readonly types = [...TYPES];
  readonly #madeAt = new WeakMap<object, number>();
  #lastId = FIRST_ID;

  constructor(options: AutotaskOptions) {
    this.options = options;
  }

  newId = (): number => {
    this.#lastId += 1;
    return this.#lastId;
  };

  /** Whether a search that lags so far behind shows it. */
  isShown(record: object, hideNewMs: number): boolean {
    return hideNewMs === 0 || this.options.clock() - (this.#madeAt.get(record) ?? 0) >= hideNewMs;
  }

  find(entity: Entity, id: number): object | null {
    return (entity === 'Companies' ? this.companies : this.contacts).get(id) ?? null;
  }

  addCompany({ id = this.newId(), ...company }: Partial<NewCompany> = {}): FakeCompany {
    const record: FakeCompany = {
      id,
      companyName: `Company ${id}`,
      companyType: 1,
      webAddress: null,
      phone: '+1 518 555 0100',
      parentCompanyID: null,
      isActive: true,
      createDate: this.#now(),
      lastTrackedModifiedDateTime: null,
    };
    this.#madeAt.set(record, this.options.clock());
    this.companies.set(id, Object.assign(record, this.#asWired(company)));
    return record;
  }

  changeCompany(id: number, { id: _id, ...change }: Partial<NewCompany>): void {
    const record = this.companies.get(id) ?? missing('company', id);
    Object.assign(record, this.#asWired(change), { lastTrackedModifiedDateTime: this.#now() });
  }

  addContact(contact: Partial<NewContact>): FakeContact {
    const { companyId = missing('company', undefined), primary, ...others } = contact;
    const record: FakeContact = {
      id: this.newId(),
      companyID: companyId,
      firstName: 'Jo',
      lastName: '-',
      emailAddress: null,
      emailAddress2: null,
      emailAddress3: null,
      phone: null,
      isActive: 1,
      primaryContact: false,
      createDate: this.#now(),
      lastModifiedDate: null,
    };
    if (!this.companies.has(companyId)) missing('company', companyId);
    this.#madeAt.set(record, this.options.clock());
    this.contacts.set(record.id, Object.assign(record, asWired(others)));
    if (primary) this.#makePrimary(record);
    return record;
  }

  changeContact(id: number, { primary, ...change }: Partial<NewContact>): void {
    const record = this.contacts.get(id) ?? missing('contact', id);
    Object.assign(record, asWired(change), { lastModifiedDate: this.#now() });
    if (primary) this.#makePrimary(record);
    else if (primary === false) record.primaryContact = false;
  }

  /** A company has one. */
  #makePrimary(record: FakeContact): void {
    for (const other of this.contacts.values()) {
      if (other.companyID === record.companyID) other.primaryContact = other === record;
    }
  }

  #asWired({ name, type, website, active }: Partial<Omit<NewCompany, 'id'>>): Partial<FakeCompany> {
    if (type !== undefined && !this.types.includes(type)) this.types.push(type);
    return {
      ...(name !== undefined && { companyName: name }),
      ...(type !== undefined && { companyType: this.types.indexOf(type) + 1 }),
      ...(website !== undefined && { webAddress: website }),
      ...(active !== undefined && { isActive: active }),
    };
  }

  #now(): string {
    return new Date(this.options.clock()).toISOString();
  }
}

function asWired({ companyId, firstName, lastName, addresses, inactive }: Partial<NewContact>): Partial<FakeContact> {
  const [emailAddress = null, emailAddress2 = null, emailAddress3 = null] = addresses ?? [];
  return {
    ...(companyId !== undefined && { companyID: companyId }),
    ...(firstName !== undefined && { firstName }),
    ...(lastName !== undefined && { lastName }),
    ...(addresses && { emailAddress, emailAddress2, emailAddress3 }),
    ...(inactive !== undefined && { isActive: inactive ? 0 : 1 }),
  };
}

function missing(kind: string, id: number | undefined): never {
  throw new Error(`There is no ${kind} ${id}`);
}
