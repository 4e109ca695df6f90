import { type Response, Router } from 'express';
import type { Context } from '../context.js';
import { en as t } from '../text/en.js';
import { unreachable } from '../unreachable.js';
import { actorOf } from '../web/actor.js';
import { flash } from '../web/flash.js';
import { blankForm, parseForm, withError } from '../web/form.js';
import { queryText } from '../web/page-frame.js';
import { pageParam } from '../web/params.js';
import { acceptShrinking, askForSync, connectPsa, disconnectPsa } from './change-psa.js';
import { countKeptOut, readLinkCount } from './disconnect-store.js';
import { psaForm } from './forms.js';
import { type PsaPage, readPsaPage } from './psa-page.js';
import { findPsa } from './settings-store.js';
import { showTest } from './test-page.js';
import { tryPsa } from './try-psa.js';
import { accountAsTyped, isAsSaved } from './typed-psa.js';

/** System > PSA: the connection, how it is doing, and ending it. */
export function psaRoutes(ctx: Context): Router {
  const router = Router();
  const PsaForm = psaForm(ctx.config.psaAllowedHosts);
  const { errors } = t.psa;

  router.get('/admin/psa', async (req, res) => {
    const kind = queryText(req, 'kind');
    await show(res, { ...blankForm(kind === undefined ? {} : { kind }), pageNumber: pageParam(req) });
  });

  // A test leaves its own URL in the address bar; opened anew it is the form.
  router.get('/admin/psa/tests', (_req, res) => res.redirect(303, '/admin/psa'));

  router.post('/admin/psa', async (req, res) => {
    const form = parseForm(PsaForm, req.body);
    if (!form.ok) return show(res, { ...form, unsaved: true });
    const { secretName } = t.psaVendors[form.data.kind];
    const connected = await connectPsa(ctx, form.data, actorOf(req));
    switch (connected.kind) {
      case 'saved':
      case 'saved-without-secret':
        flash(req, connected.kind === 'saved' ? t.psa.saved : t.psa.savedWithoutSecret(secretName));
        return res.redirect(303, '/admin/psa');
      case 'secret-needed':
        return show(res, { ...withError(form, 'secret', errors.secretNeeded(secretName)), unsaved: true });
      case 'other-data':
        return show(res, { ...withError(form, 'form', errors.otherData(connected.linked)), unsaved: true });
      default:
        return unreachable(connected);
    }
  });

  router.post('/admin/psa/tests', async (req, res) => {
    const form = parseForm(PsaForm, req.body);
    if (!form.ok) return show(res, { ...form, unsaved: true });
    const { secretName } = t.psaVendors[form.data.kind];
    const found = await findPsa(ctx.db, ctx.keys);
    const account = accountAsTyped(form.data, found);
    if (!account)
      return show(res, { ...withError(form, 'secret', t.psa.test.secretMissing(secretName)), unsaved: true });
    const test = showTest(await tryPsa(ctx, account, actorOf(req)), account.kind);
    const secretAgain = form.data.secret !== undefined;
    await show(res, { ...form, test, secretAgain, unsaved: !isAsSaved(found, form.data) });
  });

  router.post('/admin/psa/syncs', async (req, res) => {
    const asked = await askForSync(ctx, actorOf(req));
    flash(req, asked ? t.psa.sync.asked : t.psa.sync.noPsa);
    res.redirect(303, '/admin/psa');
  });

  router.post('/admin/psa/syncs/shrinkings', async (req, res) => {
    const accepted = await acceptShrinking(ctx, actorOf(req));
    flash(req, accepted ? t.psa.sync.shrinkingAccepted : t.psa.sync.notShrunk);
    res.redirect(303, '/admin/psa');
  });

  router.get('/admin/psa/removal', async (_req, res) => {
    const found = await findPsa(ctx.db, ctx.keys);
    if (!found) return res.redirect(303, '/admin/psa');
    const { heading, consequences, button } = t.psa.confirmDisconnect;
    const { name: vendor, secretName } = t.psaVendors[found.account.kind];
    const { linked } = await readLinkCount(ctx.db);
    res.render('console/confirm', {
      heading: heading(vendor),
      consequences: consequences(vendor, secretName, await countKeptOut(ctx.db), linked),
      button,
      action: '/admin/psa/removal',
      back: '/admin/psa',
      danger: true,
    });
  });

  router.post('/admin/psa/removal', async (req, res) => {
    const keptOut = await disconnectPsa(ctx, actorOf(req));
    if (keptOut) flash(req, t.psa.disconnected(keptOut));
    res.redirect(303, '/admin/psa');
  });

  async function show(res: Response, page: PsaPage): Promise<void> {
    const status = Object.keys(page.errors).length > 0 ? 422 : 200;
    res.status(status).render('psa/settings', await readPsaPage(ctx, page));
  }
  return router;
}
