import { contactSortKey } from '../../src/contacts/search.js';
import type { Context } from '../../src/context.js';
import { addDirectory } from '../../src/directory/change-directory.js';
import type { TypedDirectory } from '../../src/directory/typed-directory.js';
import { newId } from '../../src/id.js';
import type { MailTokenSettings } from '../../src/mail-token/settings.js';
import { readMailTokenSettings, saveMailTokenSettings } from '../../src/mail-token/settings-store.js';

export interface Given {
  company(wanted: {
    name?: string;
    domains?: string[];
    sids?: string[];
    portalName?: string;
    active?: boolean;
    createsContacts?: boolean;
  }): Promise<string>;
  /** A directory of this company; its password is sealed as the console seals it. */
  directory(companyId: string, wanted: Partial<TypedDirectory>): Promise<string>;
  contact(
    companyId: string,
    address: string,
    more?: { first?: string; last?: string; active?: boolean },
  ): Promise<string>;
  settings(changed: Partial<MailTokenSettings>): Promise<void>;
}

const DIRECTORY: TypedDirectory = {
  name: 'Acme AD',
  addresses: ['ldaps://dc1.acme.example:636'],
  caCertificate: '',
  baseDn: 'DC=acme,DC=example',
  serviceUser: '',
  servicePassword: undefined,
  upnSuffixes: [],
  netbiosName: '',
  active: true,
  leaverProtection: false,
};

/** The world a test starts in, written straight to the tables; what the console does is tested through the console. */
export function givenIn(ctx: () => Context): Given {
  return {
    async company({ name = 'Acme Ltd', domains = [], sids = [], portalName, active = true, createsContacts = true }) {
      const { db, clock } = ctx();
      const [id, now] = [newId(clock()), clock()];
      const flag = active ? 1 : 0;
      const row = {
        id,
        name,
        name_sort: name.toLowerCase(),
        portal_name: portalName ?? null,
        active: flag,
        created_at: now,
      } as const;
      await db
        .insertInto('companies')
        .values({ ...row, newcomer_limit_lifted_until: 0, creates_contacts: createsContacts ? 1 : 0 })
        .execute();
      for (const domain of domains)
        await db.insertInto('company_domains').values({ domain, company_id: id, created_at: now }).execute();
      for (const sid of sids)
        await db.insertInto('company_sids').values({ sid, company_id: id, created_at: now }).execute();
      return id;
    },
    async directory(companyId, wanted) {
      const saved = await addDirectory(ctx(), companyId, { ...DIRECTORY, ...wanted }, { name: 'a test' });
      if (saved.kind !== 'saved') throw new Error(`The directory was not saved: ${saved.kind}`);
      return saved.id;
    },
    async contact(companyId, address, { first = 'Alice', last = 'Adams', active = true } = {}) {
      const { db, clock } = ctx();
      const id = newId(clock());
      const names = { first_name: first, last_name: last };
      const row = { ...names, name_sort: contactSortKey(names), active: active ? 1 : 0, created_at: clock() } as const;
      await db
        .insertInto('contacts')
        .values({ id, company_id: companyId, address, ...row })
        .execute();
      return id;
    },
    async settings(changed) {
      const { db, clock } = ctx();
      await saveMailTokenSettings(db, { ...(await readMailTokenSettings(db)), ...changed }, clock());
    },
  };
}
