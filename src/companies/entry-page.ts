import type { Db } from '../db/schema.js';
import { en as t } from '../text/en.js';
import { unreachable } from '../unreachable.js';
import type { FieldErrors } from '../web/form.js';
import { addTypedDomain, addTypedSid, type Draft } from './draft.js';
import type { DomainOwner } from './entry-store.js';

/** What is wrong with a form in words, and whose the domain is when it is another company's. */
export interface Wrong {
  errors: FieldErrors;
  domainOwner?: DomainOwner;
}

/** Add beside "Email domain". */
export async function addDomain(db: Db, companyId: string, draft: Draft): Promise<{ draft: Draft } & Wrong> {
  const added = await addTypedDomain(db, companyId, draft);
  const { domainReasons } = t.companies;
  switch (added.kind) {
    case 'pending':
      return { draft: added.draft, errors: {} };
    case 'refused':
      return { draft, errors: { email_domain: domainReasons[added.reason] } };
    case 'taken':
      return {
        draft,
        errors: { email_domain: domainReasons.taken[added.owner.as](added.owner.name) },
        domainOwner: added.owner,
      };
    default:
      return unreachable(added);
  }
}

/** Add beside "Domain SID". */
export function addSid(draft: Draft): { draft: Draft } & Wrong {
  const added = addTypedSid(draft);
  if (added.kind === 'pending') return { draft: added.draft, errors: {} };
  return { draft, errors: { domain_sid: t.companies.sidReasons[added.reason] } };
}

/** What was typed and not added is not lost when Save is pressed: it is added first. */
export async function addAllTyped(db: Db, companyId: string, typed: Draft): Promise<{ draft: Draft } & Wrong> {
  const first = typed.typedDomain.trim() === '' ? { draft: typed, errors: {} } : await addDomain(db, companyId, typed);
  if (typed.typedSid.trim() === '') return first;
  const { draft, errors } = addSid(first.draft);
  return { ...first, draft, errors: { ...first.errors, ...errors } };
}

/** Somebody else saved the domain, or the UPN suffix, between Add and Save. */
export function takenOnSave(owner: DomainOwner): Wrong {
  return { errors: { form: t.companies.domainsTakenOnSave[owner.as](owner.domain, owner.name) }, domainOwner: owner };
}
