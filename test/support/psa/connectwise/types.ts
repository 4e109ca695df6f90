import type { EmailTypeName, StatusName } from './records.js';

export interface CommunicationType {
  id: number;
  description: EmailTypeName | 'Direct' | 'Fax';
  phoneFlag: boolean;
  faxFlag: boolean;
  emailFlag: boolean;
  defaultFlag: boolean;
}

/** The ways to reach somebody that an instance knows. Their ids differ from instance to instance. */
export function communicationTypes(emailTypeId: number): CommunicationType[] {
  const none = { phoneFlag: false, faxFlag: false, emailFlag: false, defaultFlag: false };
  return [
    { ...none, id: emailTypeId + 2, description: 'Personal', emailFlag: true },
    { ...none, id: emailTypeId, description: 'Email', emailFlag: true, defaultFlag: true },
    { ...none, id: emailTypeId + 1, description: 'Shared Mailbox', emailFlag: true },
    { ...none, id: emailTypeId + 3, description: 'Direct', phoneFlag: true, defaultFlag: true },
    { ...none, id: emailTypeId + 4, description: 'Fax', faxFlag: true, defaultFlag: true },
  ];
}

export function kindOfType({ emailFlag, faxFlag }: CommunicationType): 'Email' | 'Fax' | 'Phone' {
  if (emailFlag) return 'Email';
  return faxFlag ? 'Fax' : 'Phone';
}

export const STATUSES: { id: number; name: StatusName; defaultFlag: boolean; inactiveFlag: boolean }[] = [
  { id: 1, name: 'Active', defaultFlag: true, inactiveFlag: false },
  { id: 4, name: 'Credit Hold', defaultFlag: false, inactiveFlag: false },
  { id: 7, name: 'Inactive', defaultFlag: false, inactiveFlag: true },
];
