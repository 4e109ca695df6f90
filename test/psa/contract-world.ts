import { setTimeout as passed } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { PsaConnector, PsaKindName } from '../../src/psa/connector.js';
import { psaKind } from '../../src/psa/connectors.js';
import { createPsaHttp } from '../../src/psa/http/http.js';
import type { FakePsa, Said } from '../support/psa/fake-psa.js';
import type { FakeRequest } from '../support/psa/fake-server.js';
import type { Misdeed } from '../support/psa/misbehaviour.js';
import { startFakePsa } from '../support/psa/vendors.js';

/** A fake PSA of a test's own with a connector to it, which is impatient so that tests need not wait. */
export interface ContractWorld {
  psa: FakePsa;
  connector: PsaConnector;
  /** How many requests came in, or how many of them that meet this. */
  asked(which?: (request: FakeRequest) => boolean): number;
  trouble(trouble: Trouble, which?: (request: FakeRequest) => boolean): Promise<void>;
  /** Its clock, which begins at STARTED, goes on. */
  wait(ms: number): void;
}

export const STARTED = Date.UTC(2026, 0, 5);

export type Trouble = Said | 'dead' | keyof typeof DEEDS;

/** The same from every server. */
const DEEDS = {
  'proxy-page': { do: 'html' },
  redirect: { do: 'redirect', to: '/elsewhere' },
  huge: { do: 'huge' },
  silent: { do: 'hang' },
  'question-lost': { do: 'drop-before' },
  'answer-lost': { do: 'drop-after' },
} as const satisfies Record<string, Misdeed>;

export async function startContractWorld(kind: PsaKindName): Promise<ContractWorld> {
  let now = STARTED;
  const clock = () => now;
  const psa = await startFakePsa(kind, { clock });
  onTestFinished(() => psa.server.close());
  const http = createPsaHttp({ allowedHosts: [psa.server.url], tryMs: 500 });
  const { requests } = psa.server;
  return {
    psa,
    connector: psaKind(kind).connect(psa.account(), { http, clock }),
    asked: (which = () => true) => requests.filter(which).length,
    trouble: (trouble, which = () => true) => makeTrouble(psa, trouble, which),
    wait: (ms) => {
      now += ms;
    },
  };
}

async function makeTrouble(psa: FakePsa, trouble: Trouble, which: (request: FakeRequest) => boolean): Promise<void> {
  if (trouble === 'dead') return psa.server.stop().then(() => passed(20)); // and every connection is known to be gone
  const match = (request: FakeRequest) => which(request) && !psa.isPreamble(request);
  psa.server.misbehave({ match, ...(isCommon(trouble) ? DEEDS[trouble] : psa.deed(trouble)) });
}

function isCommon(trouble: Exclude<Trouble, 'dead'>): trouble is keyof typeof DEEDS {
  return Object.hasOwn(DEEDS, trouble);
}
