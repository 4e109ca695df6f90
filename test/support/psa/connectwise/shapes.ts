import type { Shape } from './conditions.js';

const TYPE = ['id', 'name'];

/** The fields that searches may name. One that is not here is refused, so that a misspelt one is noticed. */
export const CONTACT: Shape = {
  fields: [
    'id',
    'firstName',
    'lastName',
    'company',
    'inactiveFlag',
    'defaultFlag',
    'portalSecurityLevel',
    'disablePortalLoginFlag',
    'communicationItems',
    'types',
    'ignoreDuplicates',
    'lastUpdated',
    '_info',
  ],
  children: {
    communicationItems: ['id', 'type', 'value', 'defaultFlag', 'domain', 'communicationType'],
    types: TYPE,
  },
};

export const COMPANY: Shape = {
  fields: [
    'id',
    'identifier',
    'name',
    'status',
    'types',
    'website',
    'defaultContact',
    'deletedFlag',
    'lastUpdated',
    '_info',
  ],
  children: { types: TYPE },
};

export const STATUS: Shape = { fields: ['id', 'name', 'defaultFlag', 'inactiveFlag'], children: {} };

export const COMMUNICATION_TYPE: Shape = {
  fields: ['id', 'description', 'phoneFlag', 'faxFlag', 'emailFlag', 'defaultFlag'],
  children: {},
};
