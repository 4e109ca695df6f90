import type { Clock } from '../clock.js';
import type { PsaAccount, PsaStep } from './connector.js';
import { psaKind } from './connectors.js';
import { PsaFault } from './fault.js';
import { createPsaHttp } from './http/http.js';

export interface PsaTest {
  /** What succeeded, in order. */
  steps: PsaStep[];
  /** What ended it before the last step. */
  fault?: PsaFault;
}

const TEST_MS = 30_000;

/** Tests the connection to a PSA, saved or not, apart from everything else that asks it; answers after 30 seconds at the latest. */
export async function testConnection(
  account: PsaAccount,
  allowedHosts: readonly string[],
  clock: Clock,
): Promise<PsaTest> {
  const connector = psaKind(account.kind).connect(account, { http: createPsaHttp({ allowedHosts }), clock });
  return walk(connector.test(), TEST_MS);
}

/** Takes the steps that succeed within the time. */
export async function walk(steps: AsyncIterable<PsaStep>, ms: number): Promise<PsaTest> {
  const taken: PsaStep[] = [];
  let end = (): void => undefined;
  const over = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => reject(new PsaFault('no-answer')), ms);
    end = () => clearTimeout(timer);
  });
  try {
    const walked = steps[Symbol.asyncIterator]();
    for (;;) {
      const { done, value } = await Promise.race([walked.next(), over]);
      if (done) return { steps: taken };
      taken.push(value);
    }
  } catch (error) {
    if (!(error instanceof PsaFault)) throw error;
    return { steps: taken, fault: error };
  } finally {
    end();
  }
}
