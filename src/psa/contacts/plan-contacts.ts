import { contactSortKey } from '../../contacts/search.js';
import type { ContactPlan, LinkKind, OurContact } from './contact-plan.js';
import type { CopiedContact } from './copy-store.js';
import { ownAddressOf, planAddresses, planFurther, planMoves } from './plan-addresses.js';

/**
 * Plans how our contacts follow those of one of the PSA's companies. What makes a contact ours is its address at the company;
 * of several in the PSA that have it the primary one counts, else the oldest active one. What is gone there says nothing any
 * more: the address may be anybody's by now.
 */
export function planContacts(all: CopiedContact[], ours: OurContact[]): ContactPlan {
  const there = all.filter(({ addresses, refusal }) => addresses.length > 0 && refusal !== 'gone');
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
  const inserts = pairs.flatMap(({ there: owner, contact }) => (contact ? [] : [owner]));
  const further = planFurther(there, owners);
  return {
    inserts,
    links,
    gone: ours.filter(({ id, psa_id, psa_refusal }) => psa_id && psa_refusal !== 'gone' && !keptIds.has(id)),
    addresses,
    names: kept.filter(({ contact, there: owner }) => moved.has(contact.id) || isRenamed(contact, owner)),
    refusals: kept.flatMap(({ contact, there: owner }) => {
      const refusal = moved.has(contact.id) ? owner.refusal : refusalOf(contact, owner);
      return contact.psa_refusal === refusal ? [] : [{ contact, refusal }];
    }),
    further,
    moves: planMoves(ours, kept, [...inserts.map(ownAddressOf), ...further]),
    doubles: planDoubles(groups, owners),
  };
}

/** Of several contacts with one address: the primary one, else the oldest; an active one before any that may not sign in. */
export function choose(group: [CopiedContact, ...CopiedContact[]]): CopiedContact {
  const rank = ({ refusal, is_primary }: CopiedContact) => (refusal === null ? 0 : 2) - is_primary;
  return group.reduce((best, one) => {
    const difference = rank(one) - rank(best) || compareIds(one.psa_id, best.psa_id);
    return difference < 0 ? one : best;
  });
}

function refusalOf({ returning }: OurContact, { refusal }: CopiedContact): CopiedContact['refusal'] {
  return returning && refusal === 'inactive' ? null : refusal;
}

function linkKind(contact: OurContact, owner: CopiedContact, there: CopiedContact[]): LinkKind | undefined {
  if (contact.psa_id === owner.psa_id) return undefined;
  if (contact.psa_id === undefined) return isSomebodyElse(contact, owner) ? 'moved' : 'linked';
  const before = there.find(({ psa_id }) => psa_id === contact.psa_id);
  const isTheirs = before ? before.addresses[0] === contact.address : isMerged(contact, owner);
  return isTheirs ? 'replaced' : 'moved';
}

/** Of two records of one person the other one is left. Whoever had been gone before may be somebody else of that name. */
function isMerged(contact: OurContact, owner: CopiedContact): boolean {
  const name = contactSortKey(owner);
  return contact.psa_refusal !== 'gone' && name.trim() !== '' && name === contactSortKey(contact);
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

function planDoubles(
  groups: ReadonlyMap<string, CopiedContact[]>,
  owners: ReadonlyMap<string, CopiedContact>,
): ContactPlan['doubles'] {
  return [...groups].flatMap(([address, group]) => {
    const chosen = owners.get(address);
    const others = group.filter((contact) => contact !== chosen);
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
