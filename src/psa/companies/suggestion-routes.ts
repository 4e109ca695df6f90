import { Router } from 'express';
import { parseEmailDomain } from '../../address/email-domain.js';
import { addDomain } from '../../companies/add-domain.js';
import type { Context } from '../../context.js';
import { readPage } from '../../paging.js';
import { en as t } from '../../text/en.js';
import { actorOf } from '../../web/actor.js';
import { flash } from '../../web/flash.js';
import { pageParam } from '../../web/params.js';
import { DomainsForm } from './company-forms.js';
import { requirePsa, vendorHere } from './connected-page.js';
import { readSuggestions } from './domain-suggestions.js';

/** The email domains to suggest to all linked companies, one click each or one for a page of them. */
export function psaSuggestionRoutes(ctx: Context): Router {
  const router = Router();
  const words = t.psaCompanies.suggestions;
  router.use('/admin/psa/suggestions', requirePsa(ctx));

  router.get('/admin/psa/suggestions', async (req, res) => {
    const all = await readSuggestions(ctx.db);
    const { rows, ...paging } = await readPage(
      pageParam(req),
      async ({ limit, offset }) => ({ rows: all.slice(offset, offset + limit), total: all.length }),
      async () => all.length,
    );
    res.render('psa/suggestions', { vendor: await vendorHere(ctx), suggestions: rows, ...paging });
  });

  router.post('/admin/psa/suggestions', async (req, res) => {
    const by = actorOf(req);
    const counts = { saved: 0, 'domain-taken': 0, 'not-found': 0 };
    for (const { companyId, domain } of DomainsForm.parse(req.body ?? {}).accepted) {
      const parsed = parseEmailDomain(domain);
      if (parsed.kind === 'domain') counts[(await addDomain(ctx, companyId, parsed.domain, by)).kind] += 1;
    }
    const { saved, 'domain-taken': taken } = counts;
    flash(req, taken > 0 ? words.someTaken(saved, taken) : words.addedAll(saved));
    res.redirect(303, '/admin/psa/suggestions');
  });
  return router;
}
