import { autotask } from './autotask/autotask.js';
import type { PsaKind, PsaKindName } from './connector.js';
import { connectWise } from './connectwise/connectwise.js';
import { haloPsa } from './halopsa/halopsa.js';

const kinds: Record<PsaKindName, PsaKind> = { connectwise: connectWise, autotask, halopsa: haloPsa };

/** All vendors, in the order in which they are offered. */
export const PSA_KINDS = Object.keys(kinds) as PsaKindName[];

/** The one place that knows all vendors. */
export function psaKind(name: PsaKindName): PsaKind {
  return kinds[name];
}
