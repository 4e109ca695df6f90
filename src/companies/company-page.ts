import { displayDomain, hasMixedScripts } from '../address/email-domain.js';
import { listCompanyEvents } from '../audit/audit-store.js';
import type { Context } from '../context.js';
import type { Db } from '../db/schema.js';
import type { KeyRing } from '../keys.js';
import { en as t } from '../text/en.js';
import type { Company } from './company-store.js';
import { type Draft, isUnsaved } from './draft.js';
import { entriesOf } from './pending.js';

/** What other rooms show of a company. They know companies and not the other way round, so app.ts brings it. */
export interface CompanyParts {
  readContacts: (db: Db, companyId: string, wanted: WantedContacts) => Promise<object>;
  readDirectories: (db: Db, companyId: string) => Promise<object>;
  readPsa: (deps: { db: Db; keys: KeyRing }, companyId: string) => Promise<object>;
}

export interface WantedContacts {
  q: string;
  pageNumber: number;
}

const EVENTS = 100;

/** Everything that the company's page shows, with its form as `draft` has it. */
export async function readCompanyPage(
  { db, keys, clock, limits }: Context,
  parts: CompanyParts,
  { company, saved, draft, contacts }: { company: Company; saved: Draft; draft: Draft; contacts: WantedContacts },
): Promise<object> {
  const { id, name, active, psa_refusal, newcomer_limit_lifted_until: liftedUntil } = company;
  return {
    company: { id, name, active: active === 1, keptOut: psa_refusal !== null },
    values: valuesOf(draft),
    unsaved: isUnsaved(saved, draft),
    domains: entriesOf(draft.domains).map(({ entry, state }) => ({ domain: entry, state, ...shownDomain(entry) })),
    sids: entriesOf(draft.sids).map(({ entry, state }) => ({ sid: entry, state })),
    newcomers: { limit: limits.newcomersOfDomain, ...(liftedUntil > clock() && { liftedUntil }) },
    events: await readEvents(db, id),
    ...(await parts.readContacts(db, id, contacts)),
    ...(await parts.readDirectories(db, id)),
    ...(await parts.readPsa({ db, keys }, id)),
  };
}

/** Most domains are plain, and a company may have hundreds. */
function shownDomain(domain: string): { display: string; mixed: boolean } {
  if (!domain.includes('xn--')) return { display: domain, mixed: false };
  return { display: displayDomain(domain), mixed: hasMixedScripts(domain) };
}

function valuesOf(draft: Draft): Record<string, unknown> {
  const { name, portalName, active, createsContacts, typedDomain, typedSid } = draft;
  const switches = { active, creates_contacts: createsContacts };
  return { name, portal_name: portalName, ...switches, email_domain: typedDomain, domain_sid: typedSid };
}

async function readEvents(db: Db, companyId: string): Promise<object[]> {
  const events = await listCompanyEvents(db, companyId, EVENTS);
  return events.map((event) => ({
    at: event.at,
    text: t.audit.describe(event),
    address: event.address,
    clientAddress: event.client_address,
    trace: event.trace,
  }));
}
