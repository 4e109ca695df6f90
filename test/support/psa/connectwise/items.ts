import type { CommunicationItem, NewContact } from './records.js';
import { type CommunicationType, communicationTypes, kindOfType } from './types.js';

export type NewItem = Pick<CommunicationItem, 'value'> & { typeId: number; defaultFlag: boolean };

/** A contact's items as its record bears them: one default of each kind. Throws for a type that is not there. */
export function toItems(news: NewItem[], emailTypeId: number, nextId: () => number): CommunicationItem[] {
  const items = news.map(({ value, typeId, defaultFlag }) => {
    const type = communicationTypes(emailTypeId).find(({ id }) => id === typeId) ?? missing(typeId);
    const domain = type.emailFlag ? { domain: value.slice(value.lastIndexOf('@')) } : {};
    return {
      id: nextId(),
      type: { id: type.id, name: type.description },
      value,
      defaultFlag,
      ...domain,
      communicationType: kindOfType(type),
    };
  });
  return withOneDefaultEach(items);
}

/** What a test says of a contact's addresses and telephone. */
export function newItems({ emails = [], phone }: Partial<NewContact>, emailTypeId: number): NewItem[] {
  const idOf = (name: CommunicationType['description']) =>
    communicationTypes(emailTypeId).find(({ description }) => description === name)?.id ?? missing(name);
  const items = emails
    .map((email) => (typeof email === 'string' ? { value: email } : email))
    .map(({ value, type = 'Email', default: defaultFlag = false }) => ({ value, typeId: idOf(type), defaultFlag }));
  return phone ? [...items, { value: phone, typeId: idOf('Direct'), defaultFlag: true }] : items;
}

/** The last that claims to be the default of its kind is; the first of its kind when none does. */
export function withOneDefaultEach(items: CommunicationItem[]): CommunicationItem[] {
  return items.map((item) => {
    const alike = items.filter(({ communicationType }) => communicationType === item.communicationType);
    const winner = alike.findLast(({ defaultFlag }) => defaultFlag) ?? alike[0];
    return { ...item, defaultFlag: item === winner };
  });
}

function missing(type: number | string): never {
  throw new Error(`There is no communication type ${type}`);
}
