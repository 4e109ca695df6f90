import { type Request, type Response, Router } from 'express';
import type { Context } from '../context.js';
import { en as t } from '../text/en.js';
import { unreachable } from '../unreachable.js';
import { actorOf } from '../web/actor.js';
import { notFound } from '../web/errors.js';
import { flash } from '../web/flash.js';
import { parseForm } from '../web/form.js';
import { queryText } from '../web/page-frame.js';
import { idParam, pageParam } from '../web/params.js';
import { type CompanyChange, saveCompany } from './company.js';
import { type CompanyParts, readCompanyPage } from './company-page.js';
import { type Company, findCompany } from './company-store.js';
import { deactivationPage } from './deactivation-page.js';
import { changedDraft, type Draft, readSavedDraft } from './draft.js';
import { addAllTyped, addDomain, addSid, takenOnSave, type Wrong } from './entry-page.js';
import { CompanyForm, ConfirmationForm, DraftForm, EntryForm } from './forms.js';
import { removeOrUndo } from './pending.js';

interface OpenForm {
  company: Company;
  saved: Draft;
  draft: Draft;
}

const NOTHING_WRONG: Wrong = { errors: {} };

/** The company's page: one form, whose Add and Remove are round trips that change nothing, and one Save for all of it. */
export function companyPageRoutes(ctx: Context, parts: CompanyParts): Router {
  const router = Router();

  router.get('/admin/companies/:id', async (req, res) => {
    const { company, saved } = await openSaved(req);
    await show(req, res, { company, saved, draft: saved });
  });

  router.post('/admin/companies/:id', async (req, res) => {
    const { company, saved, draft: typed } = await openPosted(req);
    const { draft, ...wrong } = await addAllTyped(ctx.db, company.id, typed);
    const open = { company, saved, draft };
    const form = parseForm(CompanyForm, req.body);
    const errors = { ...form.errors, ...wrong.errors };
    if (!form.ok || isWrong({ errors })) return show(req, res, open, { ...wrong, errors });
    if (saved.active && !draft.active && !isConfirmed(req)) {
      return res.render('console/confirm', deactivationPage(company, saved, draft));
    }
    const result = await saveCompany(ctx, company.id, changeOf(form.data, draft), actorOf(req));
    switch (result.kind) {
      case 'saved':
        flash(req, t.companies.saved);
        return res.redirect(303, `/admin/companies/${company.id}`);
      case 'domain-taken':
        return show(req, res, open, takenOnSave(result.owner));
      case 'not-found':
        throw notFound();
      default:
        return unreachable(result);
    }
  });

  router.post('/admin/companies/:id/domains/additions', async (req, res) => {
    const open = await openPosted(req);
    const { draft, ...wrong } = await addDomain(ctx.db, open.company.id, open.draft);
    await show(req, res, { ...open, draft }, wrong);
  });

  router.post('/admin/companies/:id/domains/removals', async (req, res) => {
    const open = await openPosted(req);
    const domains = removeOrUndo(open.draft.domains, entryOf(req).domain);
    await show(req, res, { ...open, draft: { ...open.draft, domains } });
  });

  router.post('/admin/companies/:id/sids/additions', async (req, res) => {
    const open = await openPosted(req);
    const { draft, ...wrong } = addSid(open.draft);
    await show(req, res, { ...open, draft }, wrong);
  });

  router.post('/admin/companies/:id/sids/removals', async (req, res) => {
    const open = await openPosted(req);
    const sids = removeOrUndo(open.draft.sids, entryOf(req).sid);
    await show(req, res, { ...open, draft: { ...open.draft, sids } });
  });

  // Add and Remove leave their own URL in the address bar; opened anew it is the company's page.
  router.get(['/admin/companies/:id/domains/:act', '/admin/companies/:id/sids/:act'], (req, res) => {
    res.redirect(303, `/admin/companies/${idParam(req)}`);
  });

  async function openSaved(req: Request): Promise<Omit<OpenForm, 'draft'>> {
    const company = await findCompany(ctx.db, idParam(req));
    if (!company) throw notFound();
    return { company, saved: await readSavedDraft(ctx.db, company) };
  }

  async function openPosted(req: Request): Promise<OpenForm> {
    const { company, saved } = await openSaved(req);
    return { company, saved, draft: changedDraft(saved, DraftForm.parse(req.body ?? {})) };
  }

  async function show(req: Request, res: Response, open: OpenForm, wrong = NOTHING_WRONG): Promise<void> {
    const contacts = { q: queryText(req, 'q') ?? '', pageNumber: pageParam(req) };
    const page = await readCompanyPage(ctx, parts, { ...open, contacts });
    res.status(isWrong(wrong) ? 422 : 200).render('companies/company', { ...page, ...wrong });
  }
  return router;
}

function isWrong({ errors }: Wrong): boolean {
  return Object.keys(errors).length > 0;
}

function isConfirmed(req: Request): boolean {
  return ConfirmationForm.parse(req.body ?? {}).confirmed;
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
    createsContacts: draft.createsContacts,
    domainsToAdd: draft.domains.toAdd,
    domainsToRemove: draft.domains.toRemove,
    sidsToAdd: draft.sids.toAdd,
    sidsToRemove: draft.sids.toRemove,
  };
}
