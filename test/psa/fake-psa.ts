import type { PsaConnector } from '../../src/psa/connector.js';

/** A vendor's fake in our words, with its connector. Ids are the PSA's, as the connector shows them. */
export interface FakePsa {
  connector: PsaConnector;
  /** What must be in no fault. */
  secrets: string[];
  company(company: { name: string; website?: string; types?: string[]; active?: boolean }): string;
  contact(contact: NewThere): string;
  rename(kind: 'company' | 'contact', id: string, name: string): void;
  remove(kind: 'company' | 'contact', id: string): void;
  /** The contacts as they are there, whatever the connector says. */
  contacts(): { companyId: string | undefined; firstName: string; addresses: string[]; maySignIn: boolean }[];
  /** How many requests came in, or how many of them would create somebody. */
  asked(what?: 'creations'): number;
  trouble(trouble: Trouble, what?: 'creations'): Promise<void>;
  /** Its clock, which begins at STARTED, goes on. */
  wait(ms: number): void;
}

export const STARTED = Date.UTC(2026, 0, 5);

export interface NewThere {
  companyId?: string;
  firstName?: string;
  lastName?: string;
  addresses?: string[];
  primary?: boolean;
  inactive?: boolean;
}

export type Trouble =
  | 'dead'
  | 'wrong-secret'
  | 'forbidden'
  | 'throttled-for-7-seconds'
  | 'failing'
  | 'proxy-page'
  | 'redirect'
  | 'huge'
  | 'silent'
  | 'question-lost'
  | 'answer-lost'
  | 'says-our-secret';
