import type { Clock } from '../clock.js';
import type { PsaRefusal } from '../db/psa-tables.js';

/**
 * What every PSA is to us. Each question throws a PsaFault when there is no answer. Records that cannot be read are told to
 * `unreadable` and left out; who brings none wants all of them, and gets the fault `broken`.
 */
export interface PsaConnector {
  /** Walks from the site to the contacts and says each step as it succeeds; changes nothing there. */
  test(): AsyncIterable<PsaStep>;
  /** Companies, some at a time: all of them, or at least those changed since. */
  listCompanies(changedSince?: number, unreadable?: Unreadable): AsyncIterable<PsaCompany[]>;
  /** Contacts, active and inactive, of all companies, some at a time: all of them, or at least those changed since. */
  listContacts(changedSince?: number, unreadable?: Unreadable): AsyncIterable<PsaContact[]>;
  /**
   * The contacts that have exactly this address, as parseLoginEmail answers it: active and inactive, at whatever company. Of
   * very many some: enough to see that it is nobody's own.
   */
  findContactsByAddress(address: string, unreadable?: Unreadable): Promise<PsaContact[]>;
  /** Undefined when there is no such contact any more. */
  findContact(id: string): Promise<PsaContact | 'unreadable' | undefined>;
  /** Undefined when there is no such company any more. */
  findCompany(id: string): Promise<PsaCompany | 'unreadable' | undefined>;
  /**
   * Creates a contact that may sign in, and answers it as it is kept there: names may be cut. Never sent twice; whoever
   * calls it has searched before.
   */
  createContact(contact: NewPsaContact): Promise<PsaContact>;
  /** Makes an inactive contact active again, and changes nothing else of it. Doing it twice does no harm. */
  reactivateContact(contact: Pick<PsaContact, 'id' | 'companyId'>): Promise<void>;
}

/** Hears of a record that is there but cannot be read; `why` says nothing of what is in it. */
export type Unreadable = (id: string, why: string) => void;

export interface PsaCompany {
  id: string;
  name: string;
  /** As it stands there; may be empty. */
  website: string;
  /** What kinds of company it is there, such as "Client". */
  types: string[];
  /** The email domains that the PSA itself has for it, as they stand there. */
  domains: string[];
  active: boolean;
}

export interface PsaContact {
  id: string;
  /** Undefined: it belongs to no company. */
  companyId: string | undefined;
  firstName: string;
  lastName: string;
  /** As they stand there, its own first; those of shared mailboxes are left out. */
  addresses: string[];
  /** It may have further addresses that a list does not show; findContact does. */
  partial?: true;
  /** Whether the PSA calls it its company's primary contact. */
  primary: boolean;
  /** Why it may not sign in; undefined: it may. */
  refusal: Exclude<PsaRefusal, 'gone'> | undefined;
}

export interface NewPsaContact {
  companyId: string;
  firstName: string;
  lastName: string;
  address: string;
  /** From then on it is not sent any more, and `too-busy`: somebody else may be at it. */
  sendBefore?: number | undefined;
}

export type PsaStep =
  /** The site answers, for this account: "ConnectWise v2025.1", "Northwind IT". */
  | { kind: 'found'; product: string; account: string }
  | { kind: 'signed-in' }
  | { kind: 'companies-read'; count: number }
  | { kind: 'contacts-read'; count: number }
  /** As what new contacts' addresses are stored there: "Email". */
  | { kind: 'address-type-read'; name: string }
  /** How much everybody together has asked it within its window, and how much it bears. */
  | { kind: 'usage-read'; used: number; limit: number };

/** What an administrator enters. Which fields there are is the kind's. */
export interface PsaAccount {
  kind: PsaKindName;
  /** An origin: `https://api-na.myconnectwise.net`. */
  site: string;
  /** Shown again in the form. */
  fields: Record<string, string>;
  /** Never shown again; ConnectWise: the private key. */
  secret: string;
}

export type PsaKindName = 'connectwise' | 'autotask' | 'halopsa';

/** A vendor: what it has to be told, how to speak to it, and how much it bears. */
export interface PsaKind {
  name: PsaKindName;
  account: PsaAccountShape;
  limits: PsaLimits;
  connect(account: PsaAccount, way: { http: PsaHttp; clock: Clock }): PsaConnector;
}

export interface PsaAccountShape {
  /** The site of everybody who has no other one. */
  site?: string;
  /** Of its cloud: the name under which the API answers, beside that of its pages. */
  apiHost?(host: string): string;
  /** By their names in the form. */
  fields: Record<string, { shape: RegExp; optional?: true /** The audit trail shows it. */; told?: true }>;
  secret: RegExp;
  /** Says whose data it is: with another answer the same ids are other companies and contacts. */
  dataOf(account: Pick<PsaAccount, 'site' | 'fields'>): string;
}

export interface PsaLimits {
  /** Requests at a time, of all processes together. */
  parallel: number;
  /** Requests in a window, of all processes together. */
  requests: number;
  windowMs: number;
}

/** One request to the PSA, within its limits. Throws a PsaFault for everything but an answer. */
export type PsaHttp = (request: PsaRequest) => Promise<PsaResponse>;

/**
 * With a body, sent as JSON or as a form. `reads`: the POST changes nothing, so it may be sent again; a GET always may.
 * `headers`: what the account has to show; without them it is a question that anybody may ask. `sendBefore`: see NewPsaContact.
 */
export type PsaRequest = { url: string; headers?: Record<string, string>; sendBefore?: number | undefined } & (
  | { method: 'GET' }
  | { method: 'POST' | 'PATCH'; json: unknown; reads?: true }
  | { method: 'POST'; form: Record<string, string>; reads: true }
);

/** `body`: parsed JSON, or undefined when it was none. Every status comes back but redirects and 429. */
export interface PsaResponse {
  status: number;
  headers: Headers;
  body: unknown;
}
