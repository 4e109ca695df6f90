import type { FakeRequest } from '../fake-server.js';

export interface FakeAccount {
  companyId: string;
  publicKey: string;
  privateKey: string;
  clientId: string;
}

export interface ConnectWiseOptions {
  clock: () => number;
  /** 0: any free one. */
  port: number;
  codebase: string;
  /** What companyinfo says of a company it does not know: `null` with 200, or 404. */
  unknownCompany: 'null' | 'not-found';
  /** How wrong credentials are refused: two shapes of 401, or a 404 as the cloud does. */
  wrongCredentials: 'unauthorized' | 'not-authenticated' | 'not-found';
  /** What the account's security role does not allow. */
  forbids: (request: FakeRequest) => boolean;
  /** Of the default type "Email"; "Shared Mailbox" and "Personal" follow it. */
  emailTypeId: number;
  /** What `conditions` on a child array come to. */
  childInConditions: 'nothing' | 'refused';
  /** A second contact with an address is refused, unless it says `ignoreDuplicates`. */
  refuseDuplicates: boolean;
  /** Where Link headers lead; absent: here. */
  linkOrigin?: string;
}

export const USUAL: ConnectWiseOptions = {
  clock: Date.now,
  port: 0,
  codebase: 'v2025_1/',
  unknownCompany: 'null',
  wrongCredentials: 'unauthorized',
  forbids: () => false,
  emailTypeId: 13,
  childInConditions: 'nothing',
  refuseDuplicates: false,
};
