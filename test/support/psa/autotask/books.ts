import type { NewCompanyThere, NewContactThere } from '../fake-psa.js';
import type { AutotaskOptions } from './options.js';
import { COMPANY_TYPES, type FakeCompany, type FakeContact } from './records.js';

export type NewCompany = NewCompanyThere;
export type NewContact = Omit<NewContactThere, 'companyId'> & { companyId?: number };

const FIRST_ID = 29_682_000;

/** What a fake Autotask knows: companies and contacts, as their records stand on the wire. */
export class Books {
  readonly companies = new Map<number, FakeCompany>();
  readonly contacts = new Map<number, FakeContact>();
  readonly options: AutotaskOptions;
  readonly #madeAt = new Map<number, number>();
  #lastId = FIRST_ID;

  constructor(options: AutotaskOptions) {
    this.options = options;
  }

  newId(): number {
    this.#lastId += 1;
    this.#madeAt.set(this.#lastId, this.options.clock());
    return this.#lastId;
  }

  /** Whether a query that lags so far behind shows it. */
  isShown(id: number, hideNewMs: number): boolean {
    return hideNewMs === 0 || this.options.clock() - (this.#madeAt.get(id) ?? 0) >= hideNewMs;
  }

  putCompany(id: number, { name, website, types: [type] = [], active }: NewCompany): FakeCompany {
    const old = this.companies.get(id);
    const label = COMPANY_TYPES.find((one) => one.label === (type ?? 'Customer'));
    const now = this.#now();
    const company: FakeCompany = {
      id,
      companyName: name ?? old?.companyName ?? `Company ${id}`,
      isActive: active ?? old?.isActive ?? true,
      companyType: type || !old ? Number(label?.value ?? 1) : old.companyType,
      webAddress: website ?? old?.webAddress ?? null,
      phone: '',
      createDate: old?.createDate ?? now,
      lastActivityDate: now,
      lastTrackedModifiedDateTime: now,
    };
    this.companies.set(id, company);
    return company;
  }

  putContact(id: number, change: NewContact): FakeContact {
    const old = this.contacts.get(id);
    const { addresses = [old?.emailAddress, old?.emailAddress2, old?.emailAddress3] } = change;
    const now = this.#now();
    const contact: FakeContact = {
      id,
      companyID: change.companyId ?? old?.companyID ?? this.#house(),
      firstName: change.firstName ?? old?.firstName ?? 'Jo',
      lastName: change.lastName ?? old?.lastName ?? '-',
      emailAddress: addresses[0] ?? null,
      emailAddress2: addresses[1] ?? null,
      emailAddress3: addresses[2] ?? null,
      isActive: (change.inactive ?? old?.isActive === 0) ? 0 : 1,
      primaryContact: change.primary ?? old?.primaryContact ?? null,
      createDate: old?.createDate ?? now,
      lastActivityDate: now,
      lastModifiedDate: now,
    };
    this.contacts.set(id, contact);
    return contact;
  }

  /** The MSP's own company, to which belongs who belongs nowhere else. */
  #house(): number {
    if (!this.companies.has(0)) this.putCompany(0, { name: 'Northwind IT' });
    return 0;
  }

  #now(): string {
    return new Date(this.options.clock()).toISOString();
  }
}
