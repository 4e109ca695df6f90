import { type Request, type Response, Router } from 'express';
import type { Context } from '../context.js';
import { en as t } from '../text/en.js';
import { unreachable } from '../unreachable.js';
import { actorOf } from '../web/actor.js';
import { notFound } from '../web/errors.js';
import { flash } from '../web/flash.js';
import { type FieldErrors, parseForm } from '../web/form.js';
import { queryText } from '../web/page-frame.js';
import { idParam, pageParam } from '../web/params.js';
import { type CompanyChange, saveCompany } from './company.js';
import { type ReadCompanyContacts, readCompanyPage } from './company-page.js';
import { type Company, findCompany } from './company-store.js';
import { addTypedDomain, addTypedSid, changedDraft, type Draft, isUnsaved, readSavedDraft } from './draft.js';
import type { DomainOwner } from './entry-store.js';
import { CompanyForm, ConfirmationForm, DraftForm, EntryForm } from './forms.js';
import { removeOrUndo } from './pending.js';

interface OpenForm {
  company: Company;
  saved: Draft;
  draft: Draft;
}

/** What is wrong with a form, and whose the domain is when it is another company's. */
interface Wrong {
  errors: FieldErrors;
  domainOwner?: DomainOwner;
}

/** The company's page: one form, whose Add and Remove are round trips that change nothing, and one Save for all of it. */
export function companyPageRoutes(ctx: Context, readContacts: ReadCompanyContacts): Router {
  const router = Router();

  router.get('/admin/companies/:id', async (req, res) => {
    const { company, saved } = await openSaved(req);
    await show(req, res, { company, saved, draft: saved });
  });

  router.post('/admin/companies/:id', async (req, res) => {
    const posted = await openPosted(req);
    const { company, saved } = posted;
    const { draft, ...wrong } = await addAllTyped(company.id, posted.draft);
    const form = parseForm(CompanyForm, req.body);
    const errors = { ...form.errors, ...wrong.errors };
    if (!form.ok || Object.keys(errors).length > 0)
      return refuse(req, res, { company, saved, draft }, { ...wrong, errors });
    const change = changeOf(form.data, draft);
    const confirmed = parseForm(ConfirmationForm, req.body);
    const asked = confirmed.ok && confirmed.data.confirmed;
    if (saved.active && !change.active && !asked)
      return res.render('console/confirm', confirmation({ company, saved, draft }));
    const result = await saveCompany(ctx, company.id, change, actorOf(req));
    switch (result.kind) {
      case 'saved':
        flash(req, t.companies.saved);
        return res.redirect(303, `/admin/companies/${company.id}`);
      case 'domain-taken':
        return refuse(req, res, { company, saved, draft }, takenOnSave(result.owner));
      case 'not-found':
        throw notFound();
      default:
        return unreachable(result);
    }
  });

  router.post('/admin/companies/:id/domains/additions', async (req, res) => {
    const posted = await openPosted(req);
    const { draft, ...wrong } = await addDomain(posted.company.id, posted.draft);
    await answer(req, res, { ...posted, draft }, wrong);
  });

  router.post('/admin/companies/:id/domains/removals', async (req, res) => {
    const posted = await openPosted(req);
    const { draft } = posted;
    await show(req, res, { ...posted, draft: { ...draft, domains: removeOrUndo(draft.domains, entryOf(req).domain) } });
  });

  router.post('/admin/companies/:id/sids/additions', async (req, res) => {
    const posted = await openPosted(req);
    const { draft, ...wrong } = addSid(posted.draft);
    await answer(req, res, { ...posted, draft }, wrong);
  });

  router.post('/admin/companies/:id/sids/removals', async (req, res) => {
    const posted = await openPosted(req);
    const { draft } = posted;
    await show(req, res, { ...posted, draft: { ...draft, sids: removeOrUndo(draft.sids, entryOf(req).sid) } });
  });

  async function openSaved(req: Request): Promise<{ company: Company; saved: Draft }> {
    const company = await findCompany(ctx.db, idParam(req));
    if (!company) throw notFound();
    return { company, saved: await readSavedDraft(ctx.db, company) };
  }

  async function openPosted(req: Request): Promise<OpenForm> {
    const { company, saved } = await openSaved(req);
    return { company, saved, draft: changedDraft(saved, DraftForm.parse(req.body ?? {})) };
  }

  async function addDomain(companyId: string, draft: Draft): Promise<{ draft: Draft } & Wrong> {
    const added = await addTypedDomain(ctx.db, companyId, draft);
    const { domainReasons } = t.companies;
    switch (added.kind) {
      case 'pending':
        return { draft: added.draft, errors: {} };
      case 'refused':
        return { draft, errors: { email_domain: domainReasons[added.reason] } };
      case 'taken':
        return { draft, errors: { email_domain: domainReasons.taken(added.owner.name) }, domainOwner: added.owner };
      default:
        return unreachable(added);
    }
  }

  /** What was typed and not added is not lost when Save is pressed: it is added first. */
  async function addAllTyped(companyId: string, typed: Draft): Promise<{ draft: Draft } & Wrong> {
    const first = typed.typedDomain.trim() === '' ? { draft: typed, errors: {} } : await addDomain(companyId, typed);
    if (typed.typedSid.trim() === '') return first;
    const second = addSid(first.draft);
    return { ...first, draft: second.draft, errors: { ...first.errors, ...second.errors } };
  }

  async function answer(req: Request, res: Response, form: OpenForm, wrong: Wrong): Promise<void> {
    if (Object.keys(wrong.errors).length > 0) return refuse(req, res, form, wrong);
    await show(req, res, form);
  }

  async function refuse(req: Request, res: Response, form: OpenForm, wrong: Wrong): Promise<void> {
    res.status(422);
    await show(req, res, form, wrong);
  }

  async function show(req: Request, res: Response, form: OpenForm, wrong: Wrong = { errors: {} }): Promise<void> {
    const contacts = { q: queryText(req, 'q') ?? '', pageNumber: pageParam(req) };
    res.render('companies/company', { ...(await readCompanyPage(ctx, readContacts, { ...form, contacts })), ...wrong });
  }
  return router;
}

function addSid(draft: Draft): { draft: Draft } & Wrong {
  const added = addTypedSid(draft);
  if (added.kind === 'pending') return { draft: added.draft, errors: {} };
  return { draft, errors: { domain_sid: t.companies.sidReasons[added.reason] } };
}

function entryOf(req: Request): { domain: string; sid: string } {
  return EntryForm.parse(req.body ?? {});
}

function changeOf(
  { name, portal_name: portalName }: { name: string; portal_name: string },
  draft: Draft,
): CompanyChange {
  return {
    name,
    portalName,
    active: draft.active,
    domainsToAdd: draft.domains.toAdd,
    domainsToRemove: draft.domains.toRemove,
    sidsToAdd: draft.sids.toAdd,
    sidsToRemove: draft.sids.toRemove,
  };
}

function takenOnSave(owner: DomainOwner): Wrong {
  const message = t.companies.domainsTakenOnSave(owner.domain, owner.name);
  return { errors: { form: message }, domainOwner: owner };
}

/** Asks before a company is switched off, and carries the rest of the form along. */
function confirmation({ company, saved, draft }: OpenForm) {
  const { heading, consequences, otherChanges, button } = t.companies.confirm.deactivateCompany;
  const others = isUnsaved(saved, { ...draft, active: saved.active });
  return {
    heading: heading(company.name),
    consequences: others ? [...consequences, otherChanges] : consequences,
    action: `/admin/companies/${company.id}`,
    fields: {
      name: draft.name,
      portal_name: draft.portalName,
      domains_to_add: draft.domains.toAdd.join(' '),
      domains_to_remove: draft.domains.toRemove.join(' '),
      sids_to_add: draft.sids.toAdd.join(' '),
      sids_to_remove: draft.sids.toRemove.join(' '),
      confirmed: 'on',
    },
    button,
    back: `/admin/companies/${company.id}`,
    danger: true,
  };
}
