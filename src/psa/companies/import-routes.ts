import { type Response, Router } from 'express';
import type { Context } from '../../context.js';
import { en as t } from '../../text/en.js';
import { unreachable } from '../../unreachable.js';
import { actorOf } from '../../web/actor.js';
import { flash } from '../../web/flash.js';
import { queryText } from '../../web/page-frame.js';
import { ImportForm } from './company-forms.js';
import { requirePsa, vendorHere } from './connected-page.js';
import { applyImport, listTypes, readDryRun } from './import-companies.js';
import { showPlan } from './import-page.js';

/** All of the PSA's companies at once: what an import would do, and doing exactly that. */
export function psaImportRoutes(ctx: Context): Router {
  const router = Router();
  const words = t.psaCompanies.import;
  router.use('/admin/psa/import', requirePsa(ctx));

  router.get('/admin/psa/import', async (req, res) => {
    await show(res, queryText(req, 'type') ?? '');
  });

  router.post('/admin/psa/import', async (req, res) => {
    const { type, fingerprint } = ImportForm.parse(req.body ?? {});
    const imported = await applyImport(ctx, { type: type || undefined, fingerprint }, actorOf(req));
    switch (imported.kind) {
      case 'changed':
        return show(res, type, { form: words.changed });
      case 'imported': {
        const { added, linked, rest } = imported;
        flash(req, rest > 0 ? words.rest(added, linked, rest) : words.done(added, linked));
        const again = `/admin/psa/import?${new URLSearchParams({ type })}`;
        return res.redirect(303, rest > 0 ? again : '/admin/psa/suggestions');
      }
      default:
        return unreachable(imported);
    }
  });

  async function show(res: Response, type: string, errors: Record<string, string> = {}): Promise<void> {
    const { plan, fingerprint } = await readDryRun(ctx.db, type || undefined);
    const page = { vendor: await vendorHere(ctx), types: await listTypes(ctx.db), type, fingerprint };
    res.status(errors.form ? 422 : 200).render('psa/import', { ...page, ...showPlan(plan), errors });
  }
  return router;
}
