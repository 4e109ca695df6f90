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
type Reason = (vendor: string) => { meaning: string; advice: string };
const reasons: Record<Trouble, Reason> & Record<string, Reason> = words.reasons;
/** Then the detail says whom the search found. */
const FOUND_THERE: readonly string[] = ['several', 'elsewhere', 'other-contact'];

/** What an administrator should look at, in words, a page of it. */
export function showAttention({ rows, ...page }: Page<Attention>, kind: PsaKindName): object {
  const vendor = t.psa.vendors[kind];
  return { ...page, items: rows.map((row) => showOne(row, vendor)) };
}

function showOne(row: Attention, vendor: string): ShownAttention {
  const { kind, at, subject } = row;
  const common = { at, detail: showDetail(row, vendor), company: { id: row.company_id, name: row.company_name } };
  switch (kind) {
    case 'creation':
      return { ...common, ...showCreation(row, vendor) };
    case 'waiting': {
      const heading = words.waiting(row.contacts, row.company_name);
      return { ...common, heading, advice: words.waitingAdvice(vendor), waits: true };
    }
    case 'double':
    case 'moved':
    case 'renamed':
      return { ...common, ...words.notes[kind](subject, vendor), note: { kind, subject } };
    default:
      return unreachable(kind);
  }
}

function showCreation(row: Attention, vendor: string) {
  const { contact_id: id, subject: address, reason } = row;
  const name = `${row.first_name} ${row.last_name}`.trim() || address;
  const { meaning, advice } = (reasons[reason] ?? words.unknownReason)(vendor);
  const contact = { id, name, address, approvable: APPROVABLE.includes(reason) };
  return { heading: words.creation(name, vendor), meaning, advice, contact };
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
