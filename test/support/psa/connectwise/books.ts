import { newItems, toItems } from './items.js';
import type { ConnectWiseOptions } from './options.js';
import type { CommunicationItem, FakeCompany, FakeContact, NewCompany, NewContact } from './records.js';
import { STATUSES } from './types.js';

const FIRST_ID = 250;

/** What a fake ConnectWise knows: companies and contacts, as their records stand on the wire. */
export class Books {
  readonly companies = new Map<number, FakeCompany>();
  readonly contacts = new Map<number, FakeContact>();
  readonly options: ConnectWiseOptions;
  readonly #madeAt = new Map<number, number>();
  #lastId = FIRST_ID;

  constructor(options: ConnectWiseOptions) {
    this.options = options;
  }

  newId = (): number => {
    this.#lastId += 1;
    this.#madeAt.set(this.#lastId, this.options.clock());
    return this.#lastId;
  };

  /** Whether a search that lags so far behind shows it. */
  isShown(id: number, hideNewMs: number): boolean {
    return hideNewMs === 0 || this.options.clock() - (this.#madeAt.get(id) ?? 0) >= hideNewMs;
  }

  putCompany(id: number, change: Partial<NewCompany>): FakeCompany {
    const old = this.companies.get(id);
    const { name = old?.name ?? `Company ${id}`, website = old?.website ?? '', deleted = old?.deletedFlag } = change;
    const status = STATUSES.find((one) => one.name === (change.status ?? old?.status.name ?? 'Active'));
    const company: FakeCompany = {
      ...old,
      id,
      identifier: old?.identifier ?? `${name.replace(/\W/g, '').slice(0, 20)}${id}`,
      name,
      status: { id: status?.id ?? 0, name: status?.name ?? '' },
      types: change.types?.map(typeNamed) ?? old?.types ?? [typeNamed('Client')],
      website,
      deletedFlag: deleted ?? false,
      _info: this.touched(),
    };
    this.companies.set(id, company);
    for (const contact of this.contacts.values()) if (contact.company?.id === id) contact.company = this.refer(id);
    return company;
  }

  putContact(id: number, change: Partial<NewContact>): FakeContact {
    const old = this.contacts.get(id);
    const companyId = 'companyId' in change ? change.companyId : old?.company?.id;
    const { company: _was, communicationItems: items = [], ...rest } = old ?? bareContact(id);
    const contact: FakeContact = {
      ...rest,
      firstName: change.firstName ?? rest.firstName,
      lastName: change.lastName ?? rest.lastName ?? '',
      ...(companyId !== undefined && { company: this.refer(companyId) }),
      inactiveFlag: change.inactive ?? rest.inactiveFlag,
      disablePortalLoginFlag: change.disablePortalLogin ?? rest.disablePortalLoginFlag,
      ...withItems(this.#changed(items, change)),
      _info: this.touched(),
    };
    this.contacts.set(id, contact);
    if (change.primary !== undefined) this.#makeDefault(contact, change.primary);
    return contact;
  }

  /** A company as other records name it. Throws when there is none. */
  refer(companyId: number): NonNullable<FakeContact['company']> {
    const company = this.companies.get(companyId);
    if (!company) throw new Error(`There is no company ${companyId}`);
    return { id: company.id, identifier: company.identifier, name: company.name };
  }

  /** When a record is changed now: in whole seconds, as ConnectWise tells it. */
  touched(): FakeContact['_info'] {
    const now = new Date(this.options.clock()).toISOString();
    return { lastUpdated: now.replace(/\.\d+Z$/, 'Z'), updatedBy: 'admin1' };
  }

  #changed(items: CommunicationItem[], change: Partial<NewContact>): CommunicationItem[] {
    const { emailTypeId } = this.options;
    const kept = items.filter(({ communicationType: kind }) => !(kind === 'Email' ? change.emails : change.phone));
    return [...kept, ...toItems(newItems(change, emailTypeId), emailTypeId, this.newId)];
  }

  /** A company has one default contact. Whoever is no longer it has not changed by that. */
  #makeDefault(contact: FakeContact, primary: boolean): void {
    const company = this.companies.get(contact.company?.id ?? 0);
    contact.defaultFlag = primary;
    if (!company || !primary) return;
    for (const other of this.contacts.values()) {
      if (other.company?.id === company.id) other.defaultFlag = other.id === contact.id;
    }
    company.defaultContact = { id: contact.id, name: `${contact.firstName} ${contact.lastName}`.trim() };
  }
}

/** ConnectWise leaves the list out when it is empty. */
export function withItems(items: CommunicationItem[]): Pick<FakeContact, 'communicationItems'> {
  return items.length > 0 ? { communicationItems: items } : {};
}

function bareContact(id: number): FakeContact {
  const flags = { inactiveFlag: false, defaultFlag: false, disablePortalLoginFlag: false, ignoreDuplicates: false };
  return {
    id,
    firstName: 'Jo',
    lastName: '',
    ...flags,
    portalSecurityLevel: 1,
    types: [],
    _info: { lastUpdated: '', updatedBy: '' },
  };
}

function typeNamed(name: string): { id: number; name: string } {
  return { id: [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0), name };
}
