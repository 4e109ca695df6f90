import { en as t } from '../text/en.js';
import { type Draft, isUnsaved } from './draft.js';

/** Asks before a company is switched off, and carries the rest of its form along. */
export function deactivationPage(company: { id: string; name: string }, saved: Draft, draft: Draft): object {
  const { heading, consequences, otherChanges, button } = t.companies.confirm.deactivateCompany;
  const others = isUnsaved(saved, { ...draft, active: saved.active });
  const path = `/admin/companies/${company.id}`;
  return {
    heading: heading(company.name),
    consequences: others ? [...consequences, otherChanges] : consequences,
    action: path,
    fields: { ...fieldsOf(draft), confirmed: 'on' },
    button,
    back: path,
    danger: true,
  };
}

function fieldsOf({ name, portalName, createsContacts, domains, sids }: Draft): Record<string, string> {
  return {
    name,
    portal_name: portalName,
    ...(createsContacts && { creates_contacts: 'on' }),
    domains_to_add: domains.toAdd.join(' '),
    domains_to_remove: domains.toRemove.join(' '),
    sids_to_add: sids.toAdd.join(' '),
    sids_to_remove: sids.toRemove.join(' '),
  };
}
