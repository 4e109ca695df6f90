/** Records as they stand on Autotask's wire. */
export interface FakeCompany {
  id: number;
  companyName: string;
  /** A boolean here, an integer on contacts. */
  isActive: boolean;
  companyType: number;
  webAddress: string | null;
  phone: string;
  createDate: string;
  lastActivityDate: string;
  lastTrackedModifiedDateTime: string;
}

export interface FakeContact {
  id: number;
  companyID: number;
  firstName: string;
  lastName: string;
  emailAddress: string | null;
  emailAddress2: string | null;
  emailAddress3: string | null;
  isActive: 0 | 1;
  primaryContact: boolean | null;
  createDate: string;
  lastActivityDate: string;
  lastModifiedDate: string;
}

/** Their labels are what a picklist says. */
export const COMPANY_TYPES = [
  { value: '1', label: 'Customer' },
  { value: '2', label: 'Lead' },
  { value: '3', label: 'Prospect' },
  { value: '4', label: 'Client' },
  { value: '7', label: 'Vendor' },
];

/** How long a text may be. */
export const LENGTHS = { firstName: 20, lastName: 20, emailAddress: 254, emailAddress2: 254, emailAddress3: 254 };

/** What queries may name. One that is not here is refused, so that a misspelt one is noticed. */
export const CONTACT_FIELDS: (keyof FakeContact)[] = [
  'id',
  'companyID',
  'firstName',
  'lastName',
  'emailAddress',
  'emailAddress2',
  'emailAddress3',
  'isActive',
  'primaryContact',
  'createDate',
  'lastActivityDate',
  'lastModifiedDate',
];

export const COMPANY_FIELDS: (keyof FakeCompany)[] = [
  'id',
  'companyName',
  'isActive',
  'companyType',
  'webAddress',
  'phone',
  'createDate',
  'lastActivityDate',
  'lastTrackedModifiedDateTime',
];
