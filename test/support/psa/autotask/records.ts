/** Records as they stand on Autotask's wire. */
export interface FakeCompany {
  id: number;
  companyName: string;
  companyType: number;
  webAddress: string | null;
  phone: string;
  parentCompanyID: number | null;
  isActive: boolean;
  createDate: string;
  /** Null until something is changed. */
  lastTrackedModifiedDateTime: string | null;
}

export interface FakeContact {
  id: number;
  companyID: number;
  firstName: string;
  lastName: string;
  emailAddress: string | null;
  emailAddress2: string | null;
  emailAddress3: string | null;
  phone: string | null;
  /** A number, unlike a company's. */
  isActive: 0 | 1;
  primaryContact: boolean;
  createDate: string;
  lastModifiedDate: string | null;
}

/** A company as a test wants it. */
export interface NewCompany {
  /** The next one unless said otherwise; 0 is the MSP's own. */
  id: number;
  name: string;
  /** "Customer" unless said otherwise. One that is not known yet is added to the list. */
  type: string;
  website: string;
  active: boolean;
}

/** A contact as a test wants it. */
export interface NewContact {
  companyId: number;
  firstName: string;
  /** "-" unless said otherwise, because there has to be one. */
  lastName: string;
  /** As many as there are fields for. */
  addresses: string[];
  inactive: boolean;
  /** Its company's primary contact. */
  primary: boolean;
}
