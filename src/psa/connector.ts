import type { PsaRefusal } from '../db/psa-tables.js';

/**
 * What every PSA is to us. Each question throws a PsaFault when there is no answer. Records that cannot be read are told to
 * `unreadable` and left out; who brings none wants all of them, and gets the fault `broken`.
 */
export interface PsaConnector {
  /** Walks from the site to the contacts and says each step as it succeeds; changes nothing there. */
  test(): AsyncIterable<PsaStep>;
  /** Companies, some at a time: all of them, or those changed since. */
  listCompanies(changedSince?: number, unreadable?: Unreadable): AsyncIterable<PsaCompany[]>;
  /** Contacts, active and inactive, of all companies, some at a time: all of them, or those changed since. */
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
}

export type PsaStep =
  /** The site answers, for this account: "ConnectWise v2025.1", "Northwind IT". */
  | { kind: 'found'; product: string; account: string }
  | { kind: 'signed-in' }
  | { kind: 'companies-read'; count: number }
  | { kind: 'contacts-read'; count: number }
  /** As what new contacts' addresses are stored there: "Email". */
  | { kind: 'address-type-read'; name: string };

/** What an administrator enters besides the site. Which fields there are is the kind's. */
export interface PsaAccount {
  kind: PsaKindName;
  /** An origin: `https://api-na.myconnectwise.net`. */
  site: string;
  /** Shown again in the form; ConnectWise: companyId, publicKey, clientId. */
  fields: Record<string, string>;
  /** Never shown again; ConnectWise: the private key. */
  secret: string;
}

export type PsaKindName = 'connectwise';

/** A vendor: how to speak to it, and how much it bears. */
export interface PsaKind {
  name: PsaKindName;
  limits: PsaLimits;
  connect(account: PsaAccount, http: PsaHttp): PsaConnector;
}

export interface PsaLimits {
  /** Questions at a time, of one process. */
  parallel: number;
  /** Questions in a window, of all processes together. */
  requests: number;
  windowMs: number;
}

/** One request to the PSA's site, within its limits. Throws a PsaFault for everything but an answer. */
export type PsaHttp = (request: PsaRequest) => Promise<PsaResponse>;

export interface PsaRequest {
  method: 'GET' | 'POST';
  /** Absolute, on a host that the site may lead to. */
  url: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
}

/** `body`: parsed JSON, or undefined when it was none. Every status comes back but redirects and 429. */
export interface PsaResponse {
  status: number;
  headers: Headers;
  body: unknown;
}
