import { type Request, Router } from 'express';
import { parseEmailDomain } from '../../address/email-domain.js';
import { addDomain } from '../../companies/add-domain.js';
import { type Company, findCompany } from '../../companies/company-store.js';
import type { Context } from '../../context.js';
import { en as t } from '../../text/en.js';
import { unreachable } from '../../unreachable.js';
import { actorOf } from '../../web/actor.js';
import { badRequest, notFound } from '../../web/errors.js';
import { flash } from '../../web/flash.js';
import { queryText } from '../../web/page-frame.js';
import { idParam, pageParam } from '../../web/params.js';
import { DomainForm } from './company-forms.js';
import { findPsaCompanyOf } from './company-link-store.js';
import { findPsaCompanies, firstWord } from './company-search.js';
import { requirePsa, vendorHere } from './connected-page.js';
import { takeOverName } from './link-company.js';

/** What the part about the PSA on a company's page leads to. */
export function companyPsaRoutes(ctx: Context): Router {
  const router = Router();
  const words = t.psaCompanies;
  router.use('/admin/companies/:id/psa', requirePsa(ctx));

  router.get('/admin/companies/:id/psa', async (req, res) => {
    const company = await companyOf(req);
    if (await findPsaCompanyOf(ctx.db, company.id)) return res.redirect(303, `/admin/companies/${company.id}`);
    const typed = queryText(req, 'q');
    const first = await findThere(typed ?? firstWord(company.name), pageParam(req));
    const { rows, ...more } = first.total === 0 && typed === undefined ? await findThere('', 1) : first;
    const { id, name } = company;
    res.render('psa/choose-there', { vendor: await vendorHere(ctx), company: { id, name }, companies: rows, ...more });
  });

  router.post('/admin/companies/:id/psa/domains', async (req, res) => {
    const company = await companyOf(req);
    const { domain: typed, back } = DomainForm.parse(req.body ?? {});
    const parsed = parseEmailDomain(typed);
    if (parsed.kind === 'refused') throw badRequest();
    const saved = await addDomain(ctx, company.id, parsed.domain, actorOf(req));
    switch (saved.kind) {
      case 'saved':
        flash(req, words.suggestions.added(parsed.domain));
        break;
      case 'domain-taken':
        flash(req, words.suggestions.taken[saved.owner.as](parsed.domain, saved.owner.name));
        break;
      case 'not-found':
        throw notFound();
      default:
        return unreachable(saved);
    }
    res.redirect(303, back === 'suggestions' ? '/admin/psa/suggestions' : `/admin/companies/${company.id}`);
  });

  router.post('/admin/companies/:id/psa/name', async (req, res) => {
    const { id } = await companyOf(req);
    const taken = await takeOverName(ctx, id, actorOf(req));
    if (taken.kind === 'renamed') flash(req, words.part.renamed(taken.name));
    res.redirect(303, `/admin/companies/${id}`);
  });

  async function companyOf(req: Request): Promise<Company> {
    const company = await findCompany(ctx.db, idParam(req));
    if (!company) throw notFound();
    return company;
  }

  async function findThere(typed: string, pageNumber: number) {
    const q = typed.trim();
    return { q, ...(await findPsaCompanies(ctx.db, { q, state: 'not-linked', pageNumber })) };
  }
  return router;
}
