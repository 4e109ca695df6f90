import type { PsaAccount, PsaKindName } from '../../../src/psa/connector.js';
import type { FakeRequest, FakeServer } from './fake-server.js';
import type { Misdeed } from './misbehaviour.js';

/** A vendor's fake in the words that all vendors have in common. Ids are the PSA's, as its connector shows them. */
export interface FakePsa {
  kind: PsaKindName;
  server: FakeServer;
  /** What it takes, as it is now: the site is the fake's own. */
  account(): PsaAccount;
  /** What must be in no fault, page or log: the secret, and what it is sent as. */
  secrets(): string[];
  /** What this vendor has. What it has not is left out of what is put there. */
  knows: { primary: boolean; noCompany: boolean; severalTypes: boolean; domains: boolean };
  company(company?: NewCompanyThere): string;
  contact(contact?: NewContactThere): string;
  changeCompany(id: string, change: NewCompanyThere): void;
  changeContact(id: string, change: NewContactThere): void;
  /** Where somebody active can be kept out: by what several people read, or by a switch. */
  keepOut?(contactId: string, by: KeptOutBy): void;
  /** Where lists need not show further addresses: they do not any more, and a single contact still does. */
  hideFurther?(): void;
  remove(kind: 'company' | 'contact', id: string): void;
  /** The contacts as they are there, whatever the connector says, the oldest first. */
  contacts(): ContactThere[];
  /** Finds out where to ask, or lets somebody in: no trouble meets it. */
  isPreamble(request: FakeRequest): boolean;
  /** Looks for who has an address. */
  isSearch(request: FakeRequest): boolean;
  isCreation(request: FakeRequest): boolean;
  isReactivation(request: FakeRequest): boolean;
  /** How this vendor says so. */
  deed(trouble: Said): Misdeed;
}

export interface NewCompanyThere {
  name?: string;
  website?: string;
  types?: string[];
  domains?: string[];
  active?: boolean;
}

export interface NewContactThere {
  /** Absent: at no company or, where there is no such contact, at one that the fake makes for them. */
  companyId?: string;
  firstName?: string;
  lastName?: string;
  addresses?: string[];
  primary?: boolean;
  inactive?: boolean;
}

export type KeptOutBy = 'shared-mailbox' | 'portal-login';

export interface ContactThere {
  id: string;
  companyId: string | undefined;
  firstName: string;
  lastName: string;
  addresses: string[];
  maySignIn: boolean;
}

export interface FakePsaOptions {
  clock?: () => number;
}

/** What each vendor says in its own way. */
export type Said = 'wrong-secret' | 'forbidden' | 'throttled-for-7-seconds' | 'failing' | 'says-our-secret';
