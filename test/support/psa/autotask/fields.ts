import type { Books } from './books.js';
import type { FakeCompany, FakeContact } from './records.js';

export interface FieldInformation {
  name: string;
  dataType: 'integer' | 'string' | 'boolean' | 'datetime';
  length: number;
  isRequired: boolean;
  isReadOnly: boolean;
  isPickList: boolean;
  picklistValues:
    | { value: string; label: string; isDefaultValue: boolean; sortOrder: number; isActive: boolean }[]
    | null;
}

export type Entity = 'Companies' | 'Contacts';

/** The type, the length of a text, and whether there has to be one. */
type Brief = [type: FieldInformation['dataType'], length?: number, required?: 'required'];

const COMPANY: Record<keyof FakeCompany, Brief> = {
  id: ['integer', 0, 'required'],
  companyName: ['string', 100, 'required'],
  companyType: ['integer', 0, 'required'],
  webAddress: ['string', 255],
  phone: ['string', 25, 'required'],
  parentCompanyID: ['integer'],
  isActive: ['boolean'],
  createDate: ['datetime'],
  lastTrackedModifiedDateTime: ['datetime'],
};

const contact = (nameLength: number): Record<keyof FakeContact, Brief> => ({
  id: ['integer', 0, 'required'],
  companyID: ['integer', 0, 'required'],
  firstName: ['string', nameLength, 'required'],
  lastName: ['string', nameLength, 'required'],
  emailAddress: ['string', 254],
  emailAddress2: ['string', 254],
  emailAddress3: ['string', 254],
  phone: ['string', 25],
  isActive: ['integer', 0, 'required'],
  primaryContact: ['boolean'],
  createDate: ['datetime'],
  lastModifiedDate: ['datetime'],
});

const READ_ONLY = ['id', 'createDate', 'lastModifiedDate', 'lastTrackedModifiedDateTime'];

/** What Autotask says about the fields of its companies or contacts. */
export function fieldsOf(entity: Entity, { options, types }: Books): FieldInformation[] {
  const all = entity === 'Companies' ? COMPANY : contact(options.nameLength);
  return Object.entries(all).map(([name, [dataType, length = 0, required]]) => ({
    name,
    dataType,
    length,
    isRequired: required !== undefined,
    isReadOnly: READ_ONLY.includes(name),
    isPickList: name === 'companyType',
    picklistValues: name === 'companyType' ? types.map(choice) : null,
  }));
}

function choice(label: string, at: number) {
  return { value: String(at + 1), label, isDefaultValue: false, sortOrder: at, isActive: true };
}
