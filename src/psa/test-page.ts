import { en as t } from '../text/en.js';
import { unreachable } from '../unreachable.js';
import type { PsaKindName, PsaStep } from './connector.js';
import type { PsaFault } from './fault.js';
import type { SyncFault } from './sync/sync.js';
import type { PsaTest } from './test-connection.js';

/** One step in words. */
export interface ShownStep {
  mark: 'ok' | 'failed' | 'note';
  text: string;
  /** What to do, or what the PSA said. */
  more?: string;
}

const { test: words } = t.psa;

type FaultWords = { said: string; advice: string };

/** What a test did, step by step, and why it went no further. */
export function showTest({ steps, fault }: PsaTest, kind: PsaKindName): { kind: 'ok' | 'failed'; steps: ShownStep[] } {
  const shown = steps.map((step) => describeStep(step, kind));
  return fault ? { kind: 'failed', steps: [...shown, describeFault(fault, kind)] } : { kind: 'ok', steps: shown };
}

/** Why a question had no answer, by the name that a table keeps of a fault, in the vendor's own words where it has any. */
export function faultWords(name: string, kind: PsaKindName): FaultWords {
  const faults: Record<SyncFault, FaultWords> = { ...words.faults, ...t.psaVendors[kind].faults };
  return Object.hasOwn(faults, name) ? faults[name as SyncFault] : faults.failed;
}

function describeStep(step: PsaStep, kind: PsaKindName): ShownStep {
  const { steps } = words;
  const { nothingAdvice } = t.psaVendors[kind];
  switch (step.kind) {
    case 'found':
      return ok(steps.found(step.product, step.account));
    case 'signed-in':
      return ok(steps.signedIn);
    case 'companies-read':
      return step.count > 0 ? ok(steps.companies(step.count)) : nothing(steps.noCompanies, nothingAdvice);
    case 'contacts-read':
      return step.count > 0 ? ok(steps.contacts(step.count)) : nothing(steps.noContacts, nothingAdvice);
    case 'address-type-read':
      return ok(steps.addressType(step.name));
    case 'usage-read':
      return ok(steps.usage(step.used, step.limit));
    default:
      return unreachable(step);
  }
}

function describeFault({ kind, details: { retryAfterMs, detail } }: PsaFault, vendor: PsaKindName): ShownStep {
  const { said, advice } = faultWords(kind, vendor);
  const wait = retryAfterMs === undefined ? '' : words.waitSeconds(Math.ceil(retryAfterMs / 1_000));
  const theirs = detail ? words.said(t.psa.vendors[vendor], detail) : '';
  return { mark: 'failed', text: said, more: [theirs, advice, wait].filter((part) => part !== '').join(' ') };
}

function nothing(text: string, more: string): ShownStep {
  return { mark: 'note', text, more };
}

function ok(text: string): ShownStep {
  return { mark: 'ok', text };
}
