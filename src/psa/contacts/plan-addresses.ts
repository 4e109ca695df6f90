import type { ContactPlan, OurContact } from './contact-plan.js';
import type { CopiedContact } from './copy-store.js';

/**
 * Somebody got another address, which nobody has here or whose holder moves on as well: the contact goes along. Where somebody
 * else has an address that is given up, as after a swap, nobody goes along: it is handed over.
 */
export function planAddresses(
  owners: ReadonlyMap<string, CopiedContact>,
  ours: OurContact[],
): ContactPlan['addresses'] {
  const taken = new Set(ours.map((contact) => contact.address));
  const byLink = new Map(ours.map((contact) => [contact.psa_id, contact]));
  const moves = new Map<string, ContactPlan['addresses'][number]>();
  for (const [address, owner] of owners) {
    const contact = byLink.get(owner.psa_id);
    if (contact && contact.address !== address) moves.set(address, { contact, address });
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

/** An address that two contacts have says nothing about who somebody is, unless it is one's own. */
export function planFurther(
  there: CopiedContact[],
  owners: ReadonlyMap<string, CopiedContact>,
): ContactPlan['further'] {
  const holders = new Map<string, CopiedContact[]>();
  const chosen = new Set([...owners.values()]);
  for (const contact of there) {
    for (const address of contact.addresses) holders.set(address, [...(holders.get(address) ?? []), contact]);
  }
  return [...holders].flatMap(([address, [first, ...others]]) => {
    if (!first || others.length > 0 || first.addresses[0] === address || !chosen.has(first)) return [];
    return [{ address, there: first }];
  });
}

/**
 * Who has an address from now on, as far as it was another contact's until now. Of an address that is a gone contact's own and
 * another one's further one, the latter has it.
 */
export function planMoves(
  ours: OurContact[],
  kept: { there: CopiedContact; contact: OurContact }[],
  opened: ContactPlan['further'],
): ContactPlan['moves'] {
  const before = new Map(ours.map((contact) => [contact.address, contact]));
  for (const contact of ours) for (const address of contact.further_addresses) before.set(address, contact);
  const contacts = new Map(kept.map(({ there, contact }) => [there, contact]));
  return [...kept.map(({ there }) => ownAddressOf(there)), ...opened].flatMap(({ address, there }) => {
    const from = before.get(address);
    return from && from !== contacts.get(there) ? [{ address, from, to: there }] : [];
  });
}

/** In the shape of a further one. */
export function ownAddressOf(there: CopiedContact): { address: string; there: CopiedContact } {
  return { address: there.addresses[0] ?? '', there };
}
