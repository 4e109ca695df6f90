import { contactSortKey } from '../../contacts/search.js';
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
  doubles: { address: string; chosen: CopiedContact; others: CopiedContact[] }[];
}

/**
 * Plans how our contacts follow those of one of the PSA's companies. What makes a contact ours is its address at the company;
 * of several in the PSA that have it the primary one counts, else the oldest active one.
 */
export function planContacts(all: CopiedContact[], ours: OurContact[]): ContactPlan {
  const there = all.filter((contact) => contact.addresses.length > 0);
  const groups = groupByOwnAddress(there);
  const owners = new Map([...groups].map(([address, group]) => [address, choose(group)]));
  const addresses = planAddresses(owners, ours);
  const renamed = new Map(addresses.map(({ contact, address }) => [contact.id, address]));
  const byAddress = new Map(ours.map((contact) => [renamed.get(contact.id) ?? contact.address, contact]));
  const pairs = [...owners].map(([address, owner]) => ({ there: owner, contact: byAddress.get(address) }));
  const kept = pairs.flatMap(({ there: owner, contact }) => (contact ? [{ there: owner, contact }] : []));
  const keptIds = new Set(kept.map(({ contact }) => contact.id));
  const links = kept.flatMap((pair) => {
    const kind = linkKind(pair.contact, pair.there, there);
    return kind ? [{ ...pair, kind }] : [];
  });
  const moved = new Set(links.filter(({ kind }) => kind === 'moved').map(({ contact }) => contact.id));
  return {
    inserts: pairs.filter((pair) => !pair.contact && pair.there.refusal !== 'gone').map((pair) => pair.there),
    links,
    gone: ours.filter(({ id, psa_id, psa_refusal }) => psa_id && psa_refusal !== 'gone' && !keptIds.has(id)),
    addresses,
    names: kept.filter(({ contact, there: owner }) => moved.has(contact.id) || isRenamed(contact, owner)),
    refusals: kept
      .filter(({ contact, there: owner }) => contact.psa_refusal !== owner.refusal)
      .map(({ contact, there: owner }) => ({ contact, refusal: owner.refusal })),
    further: planFurther(there, owners),
    doubles: planDoubles(groups, owners),
  };
}

/** Of several contacts with one address: the primary one, else the oldest; an active one before any that may not sign in. */
export function choose(group: [CopiedContact, ...CopiedContact[]]): CopiedContact {
  const rank = ({ refusal, is_primary }: CopiedContact) =>
    (refusal === null ? 0 : refusal === 'gone' ? 4 : 2) - is_primary;
  return group.reduce((best, one) => {
    const difference = rank(one) - rank(best) || compareIds(one.psa_id, best.psa_id);
    return difference < 0 ? one : best;
  });
}

/**
 * Somebody got another address, which nobody has here or whose holder moves on as well: the contact goes along. Where somebody
 * else has an address that is given up, as after a swap, nobody goes along: it is handed over.
 */
function planAddresses(owners: ReadonlyMap<string, CopiedContact>, ours: OurContact[]): ContactPlan['addresses'] {
  const taken = new Set(ours.map((contact) => contact.address));
  const byLink = new Map(ours.map((contact) => [contact.psa_id, contact]));
  const moves = new Map<string, ContactPlan['addresses'][number]>();
  for (const [address, owner] of owners) {
    const contact = byLink.get(owner.psa_id);
    if (contact && contact.address !== address && owner.refusal !== 'gone') moves.set(address, { contact, address });
  }
  return [...moves.keys()].flatMap((free) => {
    if (taken.has(free)) return [];
    const chain: ContactPlan['addresses'] = [];
    let given = free;
    for (let move = moves.get(given); move; move = moves.get(given)) {
      chain.push(move);
      given = move.contact.address;
    }
    return owners.has(given) ? [] : chain;
  });
}

function linkKind(contact: OurContact, owner: CopiedContact, there: CopiedContact[]): LinkKind | undefined {
  if (contact.psa_id === owner.psa_id) return undefined;
  if (contact.psa_id === undefined) return isSomebodyElse(contact, owner) ? 'moved' : 'linked';
  const before = there.find(({ psa_id }) => psa_id === contact.psa_id);
  const stillTheirs = before && before.refusal !== 'gone' && before.addresses[0] === contact.address;
  return stillTheirs ? 'replaced' : 'moved';
}

/** Of a contact that was linked before. One that never was is the PSA's, however its name was typed. */
function isSomebodyElse(contact: OurContact, owner: CopiedContact): boolean {
  const { psa_refusal, last_psa_id } = contact;
  if (psa_refusal === 'gone') return true;
  if (last_psa_id === '') return contactSortKey(contact) !== contactSortKey(owner);
  return last_psa_id !== null && last_psa_id !== owner.psa_id;
}

function isRenamed({ psa_id }: OurContact, there: CopiedContact): boolean {
  const { first_name, last_name, followed_first_name, followed_last_name } = there;
  return psa_id === there.psa_id && (first_name !== followed_first_name || last_name !== followed_last_name);
}

/** An address that two contacts have says nothing about who somebody is, unless it is one's own. */
function planFurther(there: CopiedContact[], owners: ReadonlyMap<string, CopiedContact>): ContactPlan['further'] {
  const holders = new Map<string, CopiedContact[]>();
  const chosen = new Set([...owners.values()]);
  for (const contact of there.filter(({ refusal }) => refusal !== 'gone')) {
    for (const address of contact.addresses) holders.set(address, [...(holders.get(address) ?? []), contact]);
  }
  return [...holders].flatMap(([address, [first, ...others]]) => {
    if (!first || others.length > 0 || first.addresses[0] === address || !chosen.has(first)) return [];
    return [{ address, there: first }];
  });
}

function planDoubles(
  groups: ReadonlyMap<string, CopiedContact[]>,
  owners: ReadonlyMap<string, CopiedContact>,
): ContactPlan['doubles'] {
  return [...groups].flatMap(([address, group]) => {
    const chosen = owners.get(address);
    const others = group.filter((contact) => contact !== chosen && contact.refusal !== 'gone');
    return chosen && others.length > 0 ? [{ address, chosen, others }] : [];
  });
}

function groupByOwnAddress(there: CopiedContact[]): Map<string, [CopiedContact, ...CopiedContact[]]> {
  const groups = new Map<string, [CopiedContact, ...CopiedContact[]]>();
  for (const contact of there) {
    const own = contact.addresses[0] ?? '';
    const group = groups.get(own);
    if (group) group.push(contact);
    else groups.set(own, [contact]);
  }
  return groups;
}

/** The oldest has the smallest id: as a number where ids are numbers. */
function compareIds(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
