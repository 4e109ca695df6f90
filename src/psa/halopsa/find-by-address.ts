import type { PsaContact, Unreadable } from '../connector.js';
import { hasExactly } from '../exactly.js';
import { PsaFault } from '../fault.js';
import { readEach } from '../http/answers.js';
import type { HaloApi } from './api.js';
import { Numbered, toContact, toWholeContact, User } from './records.js';

/** Of one address. */
const ENOUGH = 50;
/** So many others are read, and so many of them a second time, one by one. */
const MOST = 1_000;
const MOST_ONE_BY_ONE = 10;

/**
 * Its search finds whatever is like the address, with `_` for any character, so all of that is read and compared. Of too
 * many it is refused: somebody overlooked would be created once more. As no fault of the PSA, because anybody may type that.
 */
export async function findByAddress(api: HaloApi, address: string, unreadable?: Unreadable): Promise<PsaContact[]> {
  const isTheirs = (contact: PsaContact) => hasExactly(contact, address);
  const found: PsaContact[] = [];
  let [read, oneByOne] = [0, 0];
  for await (const page of api.list(User, 'Users', { search: address }, unreadable)) {
    const shown = page.map(toContact);
    found.push(...shown.filter(isTheirs));
    if (found.length >= ENOUGH) break;
    const perhaps = shown.filter((contact) => contact.partial && !isTheirs(contact));
    read += page.length;
    oneByOne += perhaps.length;
    if (read > MOST || oneByOne > MOST_ONE_BY_ONE) throw new PsaFault('refused', { detail: 'Too many are like it' });
    for (const { id } of perhaps) found.push(...(await readWhole(api, id, unreadable)).filter(isTheirs));
  }
  return found.slice(0, ENOUGH);
}

/** A list need not show the further addresses of somebody whom it found by them. */
async function readWhole(api: HaloApi, id: string, unreadable?: Unreadable): Promise<PsaContact[]> {
  const record = await api.find(Numbered, 'Users', Number(id));
  return typeof record === 'object' ? readEach(User, [record], unreadable).map(toWholeContact) : [];
}
