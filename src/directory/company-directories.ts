import type { Db } from '../db/schema.js';
import { listDirectories } from './directory-store.js';

/** What the company's page shows of its directories. */
export async function readCompanyDirectories(db: Db, companyId: string): Promise<object> {
  const rows = await listDirectories(db, companyId);
  const directories = rows.map((row) => ({
    id: row.id,
    name: row.name,
    addresses: row.addresses.split(' '),
    active: row.active === 1,
    leaverProtection: row.leaver_protection === 1,
  }));
  return { directories };
}
