import type { PsaKind, PsaKindName } from './connector.js';
import { connectWise } from './connectwise.js';

const kinds: Record<PsaKindName, PsaKind> = { connectwise: connectWise };

/** The one place that knows all vendors. */
export function psaKind(name: PsaKindName): PsaKind {
  return kinds[name];
}
