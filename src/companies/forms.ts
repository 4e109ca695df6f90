import { z } from 'zod';
import { en as t } from '../text/en.js';
import { checkbox } from '../web/form.js';
import { LONGEST_IN_HEADER, lineField } from '../web/line-field.js';

const LONGEST_NAME = 200;

const name = lineField(LONGEST_NAME, {
  empty: t.companies.nameEmpty,
  tooLong: t.companies.nameTooLong(LONGEST_NAME),
  notAllowed: t.console.notPlain,
});
const asTyped = z.string().default('');

export const NewCompanyForm = z.object({ name });

/** What Save demands. */
export const CompanyForm = z.object({
  name,
  portal_name: lineField(LONGEST_IN_HEADER, {
    tooLong: t.companies.portalNameTooLong(LONGEST_IN_HEADER),
    notAllowed: t.companies.portalNameInvalid,
  }),
});

/** The company's form as it was typed: Add and Remove take it as it is and give it back. */
export const DraftForm = z.object({
  name: asTyped,
  portal_name: asTyped,
  active: checkbox(),
  creates_contacts: checkbox(),
  domains_to_add: asTyped,
  domains_to_remove: asTyped,
  sids_to_add: asTyped,
  sids_to_remove: asTyped,
  email_domain: asTyped,
  domain_sid: asTyped,
});

/** The row whose Remove or Undo was pressed. */
export const EntryForm = z.object({ domain: asTyped, sid: asTyped });

/** Whether the page that asks before deactivating has been there. */
export const ConfirmationForm = z.object({ confirmed: checkbox() });
