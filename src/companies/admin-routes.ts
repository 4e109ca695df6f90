import { type Request, Router } from 'express';
import type { Context } from '../context.js';
import { readPage } from '../paging.js';
import { en as t } from '../text/en.js';
import { actorOf } from '../web/actor.js';
import { notFound } from '../web/errors.js';
import { flash } from '../web/flash.js';
import { blankForm, parseForm } from '../web/form.js';
import { queryText } from '../web/page-frame.js';
import { idParam, pageParam } from '../web/params.js';
import { addCompany, endCompanySessions, liftNewcomerLimit } from './company.js';
import { countCompanies, listCompanies } from './company-list-store.js';
import { type Company, findCompany } from './company-store.js';
import { NewCompanyForm } from './forms.js';
import { readSearch } from './search.js';

/** The list of companies, and what can be done to one besides changing it. `readVendor` says what the PSA is called. */
export function companyRoutes(ctx: Context, readVendor: (ctx: Context) => Promise<string | undefined>): Router {
  const router = Router();

  router.get('/admin/companies', async (req, res) => {
    const q = (queryText(req, 'q') ?? '').trim();
    const search = readSearch(q);
    const { rows, ...paging } = await readPage(
      pageParam(req),
      (slice) => listCompanies(ctx.db, search, slice),
      () => countCompanies(ctx.db, search),
    );
    const companies = rows.map(({ active, psa_refusal, first_domain, ...company }) => ({
      ...company,
      active: active === 1,
      keptOut: psa_refusal !== null,
      firstDomain: first_domain ?? undefined,
    }));
    const vendor = companies.some(({ keptOut }) => keptOut) ? await readVendor(ctx) : undefined;
    res.render('companies/list', { companies, vendor, q: search ? q : '', ...paging });
  });

  router.get('/admin/companies/new', (_req, res) => {
    res.render('companies/new', blankForm());
  });

  router.post('/admin/companies', async (req, res) => {
    const form = parseForm(NewCompanyForm, req.body);
    if (!form.ok) return res.status(422).render('companies/new', form);
    const id = await addCompany(ctx, form.data.name, actorOf(req));
    flash(req, t.companies.added(form.data.name));
    res.redirect(303, `/admin/companies/${id}`);
  });

  router.get('/admin/companies/:id/sessions/end', async (req, res) => {
    const { id, name } = await companyOf(req);
    const { heading, ...confirm } = t.companies.confirm.endAllSessions;
    const action = `/admin/companies/${id}/sessions/end`;
    res.render('console/confirm', {
      heading: heading(name),
      ...confirm,
      action,
      back: `/admin/companies/${id}`,
      danger: true,
    });
  });

  router.post('/admin/companies/:id/sessions/end', async (req, res) => {
    const { id } = await companyOf(req);
    flash(req, t.companies.sessionsEnded(await endCompanySessions(ctx, id, actorOf(req))));
    res.redirect(303, `/admin/companies/${id}`);
  });

  router.post('/admin/companies/:id/newcomer-limit/lifts', async (req, res) => {
    const id = idParam(req);
    if ((await liftNewcomerLimit(ctx, id, actorOf(req))) === undefined) throw notFound();
    flash(req, t.companies.newcomers.lifted);
    res.redirect(303, `/admin/companies/${id}`);
  });

  async function companyOf(req: Request): Promise<Company> {
    const company = await findCompany(ctx.db, idParam(req));
    if (!company) throw notFound();
    return company;
  }
  return router;
}
