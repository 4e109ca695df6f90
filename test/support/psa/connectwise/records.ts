/** Records as they stand on ConnectWise's wire. */
export interface FakeCompany {
  id: number;
  identifier: string;
  name: string;
  status: { id: number; name: string };
  types: { id: number; name: string }[];
  website: string;
  defaultContact?: { id: number; name: string };
  deletedFlag: boolean;
  _info: { lastUpdated: string; updatedBy: string };
}

export interface FakeContact {
  id: number;
  firstName: string;
  lastName?: string;
  /** Absent: it belongs to no company. */
  company?: { id: number; identifier: string; name: string };
  inactiveFlag: boolean;
  defaultFlag: boolean;
  portalSecurityLevel: number;
  disablePortalLoginFlag: boolean;
  /** Absent when there are none. */
  communicationItems?: CommunicationItem[];
  types: { id: number; name: string }[];
  ignoreDuplicates: boolean;
  _info: { lastUpdated: string; updatedBy: string };
}

export interface CommunicationItem {
  id: number;
  type: { id: number; name: string };
  value: string;
  defaultFlag: boolean;
  /** `@acme.example`, of an email address. */
  domain?: string;
  communicationType: 'Email' | 'Fax' | 'Phone';
}

/** A company as a test wants it. */
export interface NewCompany {
  name: string;
  /** "Active" unless said otherwise; "Inactive" has the flag, "Credit Hold" has not. */
  status: StatusName;
  /** "Client" unless said otherwise. */
  types: string[];
  website: string;
  deleted: boolean;
}

export type StatusName = 'Active' | 'Inactive' | 'Credit Hold';

/** A contact as a test wants it: active, and may sign in, unless said otherwise. */
export interface NewContact {
  /** Absent: it belongs to no company. */
  companyId?: number | undefined;
  firstName: string;
  lastName: string;
  /** The first is the default, unless another says that it is. */
  emails: (string | { value: string; type?: EmailTypeName; default?: boolean })[];
  phone?: string;
  inactive: boolean;
  disablePortalLogin: boolean;
  /** Its company's default contact. */
  primary: boolean;
}

export type EmailTypeName = 'Email' | 'Shared Mailbox' | 'Personal';
