import type { Page } from '../paging.js';
import { en as t } from '../text/en.js';
import { unreachable } from '../unreachable.js';
import { APPROVABLE } from './attention.js';
import type { Attention } from './attention-list-store.js';
import type { PsaKindName } from './connector.js';
import type { Trouble } from './contacts/try-creation.js';

/** One thing in words, and what can be done about it here. */
interface ShownAttention {
  heading: string;
  at: number;
  company: { id: string; name: string };
  meaning?: string;
  /** Empty: there is none. */
  detail: string;
  advice: string;
  contact?: { id: string; name: string; address: string; approvable: boolean };
  note?: { kind: string; subject: string };
  waits?: boolean;
}

const { attention: words } = t.psa;
type Vendor = Record<'name' | 'apiUser', string>;
type Reason = (vendor: Vendor) => { meaning: string; advice: string };
const reasons: Record<Trouble, Reason> & Record<string, Reason> = words.reasons;
const reactivationReasons: Record<string, Reason> = { ...reasons, ...words.reactivationReasons };
/** Then the detail says whom the search found. */
const FOUND_THERE: readonly string[] = ['several', 'elsewhere', 'other-contact'];

/** What an administrator should look at, in words, a page of it. */
export function showAttention({ rows, ...page }: Page<Attention>, kind: PsaKindName): object {
  const vendor = t.psaVendors[kind];
  return { ...page, items: rows.map((row) => showOne(row, vendor)) };
}

function showOne(row: Attention, vendor: Vendor): ShownAttention {
  const { kind, at, subject } = row;
  const { name } = vendor;
  const common = { at, detail: showDetail(row, name), company: { id: row.company_id, name: row.company_name } };
  switch (kind) {
    case 'creation':
      return { ...common, ...showCreation(row, vendor) };
    case 'waiting': {
      const heading = words.waiting(row.contacts, row.company_name);
      return { ...common, heading, advice: words.waitingAdvice(name), waits: true };
    }
    case 'double':
    case 'moved':
    case 'renamed':
      return { ...common, ...words.notes[kind](subject, name), note: { kind, subject } };
    default:
      return unreachable(kind);
  }
}

function showCreation(row: Attention, vendor: Vendor) {
  const { contact_id: id, subject: address, reason, reactivates } = row;
  const name = `${row.first_name} ${row.last_name}`.trim() || address;
  const contact = { id, name, address, approvable: !reactivates && APPROVABLE.includes(reason) };
  const known = reactivates ? reactivationReasons : reasons;
  const { meaning, advice } = (known[reason] ?? words.unknownReason)(vendor);
  if (!reactivates) return { heading: words.creation(name, vendor.name), meaning, advice, contact };
  const heading = words.reactivation(name, vendor.name);
  return { heading, meaning, advice: `${advice} ${words.reactivationLeft}`, contact };
}

/** What the PSA said, who has the address there, or what changed. */
function showDetail({ kind, reason, detail }: Attention, vendor: string): string {
  if (detail === '') return '';
  if (kind === 'moved') return words.details.change(detail);
  if (kind === 'renamed') return words.details.here(detail);
  if (reason === 'unreadable') return words.details.unreadable(detail);
  // They need not be its own words.
  if (reason === 'unusable') return words.details.answered(detail);
  const shown = kind === 'double' || FOUND_THERE.includes(reason) ? words.details.there : words.details.said;
  return shown(detail, vendor);
}
