import type { NewCompanyThere, NewContactThere } from '../fake-psa.js';
import type { HaloOptions } from './options.js';
import type { FakeClient, FakeSite, FakeUser } from './records.js';

export type NewCompany = NewCompanyThere;
export type NewContact = Omit<NewContactThere, 'companyId'> & { companyId?: number };

const FIRST_ID = 10;

/** What a fake HaloPSA knows: clients, their sites, and the users of these. */
export class Books {
  readonly clients = new Map<number, FakeClient>();
  readonly sites = new Map<number, FakeSite>();
  readonly users = new Map<number, FakeUser>();
  /** To whom a welcome was mailed. */
  readonly welcomed: string[] = [];
  readonly options: HaloOptions;
  readonly #madeAt = new Map<number, number>();
  #lastId = FIRST_ID;

  constructor(options: HaloOptions) {
    this.options = options;
  }

  newId(): number {
    this.#lastId += 1;
    this.#madeAt.set(this.#lastId, this.options.clock());
    return this.#lastId;
  }

  /** Whether a list that lags so far behind shows it. */
  isShown(id: number, hideNewMs: number): boolean {
    return hideNewMs === 0 || this.options.clock() - (this.#madeAt.get(id) ?? 0) >= hideNewMs;
  }

  /** With its main site, and one more for each email domain that the client itself has no room for. */
  putClient(id: number, change: NewCompany): FakeClient {
    const old = this.clients.get(id);
    const { name = old?.name ?? `Client ${id}`, types = [old?.toplevel_name ?? 'Customers'] } = change;
    const [domain = '', second = '', ...others] = change.domains ?? [];
    const client: FakeClient = {
      id,
      name,
      toplevel_id: 1,
      toplevel_name: types[0] ?? '',
      inactive: change.active === undefined ? (old?.inactive ?? false) : !change.active,
      website: change.website ?? old?.website ?? '',
      main_site_id: old?.main_site_id ?? this.putSite(id, name, '').id,
      domain: change.domains ? domain : (old?.domain ?? ''),
      newclient_domain: change.domains ? second : (old?.newclient_domain ?? ''),
    };
    this.clients.set(id, client);
    if (change.domains) this.#replaceFurtherSites(client, others);
    for (const place of [...this.sites.values(), ...this.users.values()])
      if (place.client_id === id) place.client_name = name;
    return client;
  }

  putSite(client_id: number, client_name: string, emaildomain: string): FakeSite {
    const id = this.newId();
    const site = { id, name: emaildomain || 'Main', client_id, client_name, inactive: false, emaildomain };
    this.sites.set(id, site);
    return site;
  }

  putUser(id: number, { companyId, ...change }: NewContact, siteId = this.#mainSite(id, companyId)): FakeUser {
    const old = this.users.get(id);
    const site = this.sites.get(siteId);
    const { addresses = [old?.emailaddress, old?.email2, old?.email3] } = change;
    const { firstName: firstname = old?.firstname ?? 'Jo', lastName: surname = old?.surname ?? '' } = change;
    const user: FakeUser = {
      id,
      name: `${firstname} ${surname}`.trim(),
      firstname,
      surname,
      emailaddress: addresses[0] ?? '',
      email2: addresses[1] ?? '',
      email3: addresses[2] ?? '',
      site_id: siteId,
      site_name: site?.name ?? '',
      client_id: site?.client_id ?? 0,
      client_name: site?.client_name ?? '',
      inactive: change.inactive ?? old?.inactive ?? false,
      isserviceaccount: false,
      lastupdate: new Date(this.options.clock()).toISOString(),
    };
    this.users.set(id, user);
    return user;
  }

  #replaceFurtherSites({ id, name, main_site_id }: FakeClient, emaildomains: string[]): void {
    for (const site of this.sites.values()) {
      if (site.client_id === id && site.id !== main_site_id) this.sites.delete(site.id);
    }
    for (const emaildomain of emaildomains) this.putSite(id, name, emaildomain);
  }

  #mainSite(userId: number, clientId: number | undefined): number {
    const old = this.users.get(userId);
    if (clientId === undefined && old) return old.site_id;
    const client = clientId === undefined ? this.#unknown() : this.clients.get(clientId);
    if (!client) throw new Error(`There is no client ${clientId}`);
    return client.main_site_id;
  }

  /** The client to which belongs who belongs nowhere else. */
  #unknown(): FakeClient {
    return this.clients.get(1) ?? this.putClient(1, { name: 'Unknown' });
  }
}
