import { type Request, type Response, Router } from 'express';
import { countCompanies, listCompanies } from '../../companies/company-list-store.js';
import { findCompany } from '../../companies/company-store.js';
import { readSearch } from '../../companies/search.js';
import type { Context } from '../../context.js';
import { readPage } from '../../paging.js';
import { en as t } from '../../text/en.js';
import { unreachable } from '../../unreachable.js';
import { actorOf } from '../../web/actor.js';
import { badRequest, notFound } from '../../web/errors.js';
import { flash } from '../../web/flash.js';
import { parseForm } from '../../web/form.js';
import { queryText } from '../../web/page-frame.js';
import { pageParam } from '../../web/params.js';
import type { PsaCompanyRow } from '../contacts/copy-store.js';
import { LinkForm, PlaceForm } from './company-forms.js';
import { findPsaCompany } from './company-link-store.js';
import { type LinkState, listLinked } from './company-list-store.js';
import { findPsaCompanies, firstWord } from './company-search.js';
import { psaIdParam, requirePsa, vendorHere } from './connected-page.js';
import { type CompanyLinked, importCompany, linkCompany, unlinkCompany } from './link-company.js';

/** The PSA's companies: which of ours they are, linking them one by one, and ending that. */
export function psaCompanyRoutes(ctx: Context): Router {
  const router = Router();
  const words = t.psaCompanies;
  router.use('/admin/psa/companies', requirePsa(ctx));

  router.get('/admin/psa/companies', async (req, res) => {
    const q = (queryText(req, 'q') ?? '').trim();
    const state = stateOf(queryText(req, 'show'));
    const { rows, ...paging } = await findPsaCompanies(ctx.db, { q, state, pageNumber: pageParam(req) });
    const vendor = await vendorHere(ctx);
    res.render('psa/companies', { vendor, companies: rows, q, show: state ?? 'all', ...paging });
  });

  router.get('/admin/psa/companies/:psa', async (req, res) => {
    const there = await thereOf(req);
    const typed = queryText(req, 'q');
    const first = await findOurs(typed ?? firstWord(there.name), pageParam(req));
    const { rows, q, ...paging } = first.total === 0 && typed === undefined ? await findOurs('', 1) : first;
    const linked = new Set(
      await listLinked(
        ctx.db,
        rows.map(({ id }) => id),
      ),
    );
    const companies = rows.map((row) => ({ ...row, linked: linked.has(row.id) }));
    const { psa_id: id, name, company_id: companyId, active } = there;
    const shown = { id, name, linked: companyId !== null, active: active === 1 };
    res.render('psa/choose-ours', { vendor: await vendorHere(ctx), there: shown, companies, q, ...paging });
  });

  router.post('/admin/psa/companies/:psa/link', async (req, res) => {
    const form = parseForm(LinkForm, req.body);
    if (!form.ok) throw badRequest();
    const linked = await linkCompany(ctx, psaIdParam(req), form.data.company, actorOf(req));
    await answer(req, res, linked, words.linked);
  });

  router.post('/admin/psa/companies/:psa/import', async (req, res) => {
    await answer(req, res, await importCompany(ctx, psaIdParam(req), actorOf(req)), words.imported);
  });

  router.get('/admin/psa/companies/:psa/link/removal', async (req, res) => {
    const there = await thereOf(req);
    const ours = there.company_id === null ? undefined : await findCompany(ctx.db, there.company_id);
    if (!ours) return res.redirect(303, '/admin/psa/companies');
    const vendor = await vendorHere(ctx);
    const { heading, consequences, button } = words.confirmUnlink;
    res.render('console/confirm', {
      heading: heading(ours.name, vendor),
      consequences: consequences(vendor),
      button,
      action: `/admin/psa/companies/${there.psa_id}/link/removal`,
      back: `/admin/companies/${ours.id}`,
      danger: true,
    });
  });

  router.post('/admin/psa/companies/:psa/link/removal', async (req, res) => {
    const unlinked = await unlinkCompany(ctx, psaIdParam(req), actorOf(req));
    if (unlinked.kind === 'not-found') return res.redirect(303, '/admin/psa/companies');
    flash(req, words.unlinked(unlinked.company.name));
    res.redirect(303, `/admin/companies/${unlinked.company.id}`);
  });

  async function thereOf(req: Request): Promise<PsaCompanyRow> {
    const there = await findPsaCompany(ctx.db, psaIdParam(req));
    if (!there) throw notFound();
    return there;
  }

  async function findOurs(q: string, pageNumber: number) {
    const search = readSearch(q);
    const page = await readPage(
      pageNumber,
      (slice) => listCompanies(ctx.db, search, slice),
      () => countCompanies(ctx.db, search),
    );
    return { ...page, q: search ? q : '' };
  }

  /** Leads to where the button was, or to the company; says what was done, or why nothing was. */
  async function answer(
    req: Request,
    res: Response,
    linked: CompanyLinked,
    done: (name: string, vendor: string) => string,
  ): Promise<void> {
    const vendor = await vendorHere(ctx);
    const { back, ...place } = PlaceForm.parse(req.body ?? {});
    const list = `/admin/psa/companies?${new URLSearchParams(place)}`;
    switch (linked.kind) {
      case 'linked':
        flash(req, done(linked.name, vendor));
        return res.redirect(303, back === 'list' ? list : `/admin/companies/${linked.companyId}`);
      case 'linked-elsewhere':
        flash(req, words.linkedElsewhere(linked.name));
        return res.redirect(303, list);
      case 'ours-linked':
        flash(req, words.oursLinked(linked.name, linked.otherName, vendor));
        return res.redirect(303, list);
      case 'not-found':
        flash(req, words.gone(vendor));
        return res.redirect(303, list);
      default:
        return unreachable(linked);
    }
  }
  return router;
}

function stateOf(text: string | undefined): LinkState | undefined {
  return text === 'linked' || text === 'not-linked' ? text : undefined;
}
