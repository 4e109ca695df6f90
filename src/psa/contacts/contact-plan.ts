import type { PsaRefusal } from '../../db/psa-tables.js';
import type { CopiedContact } from './copy-store.js';

/** One of our contacts at the company, and what it is linked to in the PSA. */
export interface OurContact {
  id: string;
  address: string;
  first_name: string;
  last_name: string;
  psa_refusal: PsaRefusal | null;
  psa_id: string | undefined;
  /** What it was linked to before a link was removed by hand; see ContactTable. */
  last_psa_id: string | null;
  further_addresses: string[];
  /** It is inactive there, and about to be made active: until then that keeps it out no more. */
  returning: boolean;
}

/** `linked`: to nothing before, or to the same one. `replaced`: another of its records. `moved`: to somebody else, who has the address now. */
export type LinkKind = 'linked' | 'replaced' | 'moved';

/** What to do so that a company's contacts follow the PSA's. */
export interface ContactPlan {
  inserts: CopiedContact[];
  links: { contact: OurContact; there: CopiedContact; kind: LinkKind }[];
  /** The PSA has nobody for them any more. Their link stays, so that it is known who comes back. */
  gone: OurContact[];
  /** In the order in which each address comes free. */
  addresses: { contact: OurContact; address: string }[];
  names: { contact: OurContact; there: CopiedContact }[];
  refusals: { contact: OurContact; refusal: PsaRefusal | null }[];
  /** Further addresses, and whose they are there. */
  further: { address: string; there: CopiedContact }[];
  /** Addresses, own or further, that open another contact than before. */
  moves: { address: string; from: OurContact; to: CopiedContact }[];
  doubles: { address: string; chosen: CopiedContact; others: CopiedContact[] }[];
}
