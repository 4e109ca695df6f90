import { expect, test } from 'vitest';
import { transaction } from '../../src/db/transaction.js';
import type { PsaCompany, PsaContact } from '../../src/psa/connector.js';
import { copyCompanies, copyContacts } from '../../src/psa/contacts/copy.js';
import { startPortal } from '../support/portal.js';

const ANN = { companyId: '19', lastName: 'Lee', addresses: ['ann@acme.example'], primary: false, refusal: undefined };
const ACME = { website: '', types: [], domains: [], active: true };

test('of what a page says twice the last one counts', async () => {
  const { ctx } = await startPortal();
  const companies: PsaCompany[] = ['Acme', 'Acme Ltd'].map((name) => ({ ...ACME, id: '19', name }));
  const contacts: PsaContact[] = ['Ann', 'Anna'].map((firstName) => ({ ...ANN, id: '251', firstName }));
  await transaction(ctx.db, async (trx) => {
    expect(await copyCompanies(trx, 1, companies)).toEqual(['19']);
    expect(await copyContacts(trx, 1, contacts)).toEqual(['19']);
  });
  expect(await ctx.db.selectFrom('psa_companies').select('name').execute()).toEqual([{ name: 'Acme Ltd' }]);
  expect(await ctx.db.selectFrom('psa_contacts').select('first_name').execute()).toEqual([{ first_name: 'Anna' }]);
});

test('the email domains of a company are kept as they are compared, and other ones are a change', async () => {
  const { ctx } = await startPortal();
  const copied = async (domains: string[]) => {
    const changed = await transaction(ctx.db, (trx) =>
      copyCompanies(trx, 1, [{ ...ACME, id: '19', name: 'Acme', domains }]),
    );
    const [row] = await ctx.db.selectFrom('psa_companies').select('domains').execute();
    return { changed: changed.length, domains: JSON.parse(row?.domains ?? '') };
  };
  const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.example`;
  expect(await copied(['@Acme.example', long, 'gmail.com'])).toEqual({ changed: 1, domains: ['acme.example', long] });
  expect(await copied(['acme.example', long])).toEqual({ changed: 0, domains: ['acme.example', long] });
  expect(await copied(['acme.example'])).toEqual({ changed: 1, domains: ['acme.example'] });
  expect(await copied([])).toEqual({ changed: 1, domains: [] });
});

test('a page of 40,000 contacts at as many companies is copied, whatever an engine takes in one statement', async () => {
  const { ctx } = await startPortal();
  const contacts = Array.from({ length: 40_000 }, (_none, at): PsaContact => {
    return { ...ANN, id: `${at}`, companyId: `${at}`, firstName: 'Ann' };
  });
  const companies = contacts.map(({ id }): PsaCompany => ({ ...ACME, id, name: `Company ${id}` }));
  for (const again of [40_000, 0]) {
    const changed = await transaction(ctx.db, async (trx) => [
      (await copyCompanies(trx, 1, companies)).length,
      (await copyContacts(trx, 1, contacts)).length,
    ]);
    expect(changed).toEqual([again, again]);
  }
}, 60_000);
