import { followCompany } from '../../../src/psa/companies/follow-companies.js';
import type { PsaCompany, PsaContact } from '../../../src/psa/connector.js';
import { copyCompanies, copyContacts } from '../../../src/psa/contacts/copy.js';
import { savePsa } from '../../../src/psa/settings-store.js';
import { type Portal, startPortal } from '../portal.js';

/** A portal that has a PSA, with what this says in the copy; nothing is ever asked of that PSA. */
export interface CopiedWorld {
  portal: Portal;
  /** Writes companies as a sync does: ours follow. */
  there(companies: (Partial<PsaCompany> & { id: string })[]): Promise<void>;
  /** Contacts with these addresses, one each, or one with several. Answers nothing: ours do not follow by themselves. */
  people(companyId: string, addresses: (string | string[])[]): Promise<void>;
  /** What the copy says a company there is linked to. */
  linkOf(psaId: string): Promise<string | null | undefined>;
}

const accounts = {
  connectwise: { companyId: 'msp', publicKey: 'public', clientId: 'client' },
  halopsa: { clientId: 'client', tenant: 'msp' },
};

export async function startCopiedWorld(kind: keyof typeof accounts = 'connectwise'): Promise<CopiedWorld> {
  const portal = await startPortal();
  const { ctx } = portal;
  const account = { kind, site: 'https://psa.msp.example', fields: accounts[kind], secret: 'private-key' };
  portal.secrets.push(account.secret);
  await savePsa(ctx.db, ctx.keys, account, ctx.clock());
  let contacts = 0;
  return {
    portal,
    async there(companies) {
      await ctx.db.transaction().execute(async (trx) => {
        const whole = companies.map((one) => ({
          name: `Company ${one.id}`,
          website: '',
          types: [],
          domains: [],
          active: true,
          ...one,
        }));
        for (const id of await copyCompanies(trx, ctx.clock(), whole)) await followCompany(trx, ctx.clock(), id);
      });
    },
    async people(companyId, addresses) {
      const rows = addresses.map((own): PsaContact => {
        const names = { firstName: 'Jo', lastName: `Doe ${++contacts}` };
        return {
          id: String(contacts),
          companyId,
          ...names,
          addresses: [own].flat(),
          primary: false,
          refusal: undefined,
        };
      });
      await copyContacts(ctx.db, ctx.clock(), rows);
    },
    async linkOf(psaId) {
      const row = ctx.db.selectFrom('psa_companies').select('company_id').where('psa_id', '=', psaId);
      return (await row.executeTakeFirst())?.company_id;
    },
  };
}
