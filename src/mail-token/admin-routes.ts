import { type Request, type Response, Router } from 'express';
import type { Context } from '../context.js';
import { en as t } from '../text/en.js';
import { actorOf } from '../web/actor.js';
import { flash } from '../web/flash.js';
import { blankForm, type FormView, parseForm, withError } from '../web/form.js';
import { signedIn } from '../web/session.js';
import { changeSettings } from './change-settings.js';
import { MailTokenForm, TestMailForm } from './forms.js';
import { MAX_KEEP_DAYS, type MailTokenSettings, senderNameOf } from './settings.js';
import { readMailTokenSettings } from './settings-store.js';
import { sendTestMail, type TestMailSent } from './test-mail.js';

/** System > Mail Token. */
export function mailTokenRoutes(ctx: Context): Router {
  const router = Router();

  router.get('/admin/mail-token', async (req, res) => {
    await show(req, res, blankForm());
  });

  router.post('/admin/mail-token', async (req, res) => {
    const form = parseForm(MailTokenForm, req.body);
    if (!form.ok) {
      res.status(422);
      // A checkbox that is not ticked is not sent; without this the saved tick would come back.
      return show(req, res, { ...form, values: { enabled: false, ...form.values }, unsaved: true });
    }
    await changeSettings(ctx, form.data, actorOf(req));
    flash(req, t.mailToken.saved);
    res.redirect(303, '/admin/mail-token');
  });

  router.post('/admin/mail-token/test-mails', async (req, res) => {
    const form = parseForm(TestMailForm, req.body);
    if (!form.ok) {
      res.status(422);
      return show(req, res, form);
    }
    const test = await sendTestMail(ctx, form.data.to, actorOf(req));
    if (test.kind !== 'no-sender') return show(req, res, { ...form, test });
    res.status(422);
    await show(req, res, withError(form, 'sender_address', t.mailToken.errors.senderAddressEmpty));
  });

  async function show(req: Request, res: Response, { values, ...page }: MailTokenPage): Promise<void> {
    const settings = await readMailTokenSettings(ctx.db);
    const to = signedIn(req)?.administrator_address;
    const found = await ctx.findMailServer();
    res.render('mail-token/settings', {
      values: { to, ...valuesOf(settings), ...values },
      maxKeepDays: MAX_KEEP_DAYS,
      saved: {
        sender: `${senderNameOf(settings)} <${settings.senderAddress}>`,
        server: found ? t.mailServer.describe(found.server) : t.mailServer.none,
      },
      ...page,
    });
  }
  return router;
}

interface MailTokenPage extends FormView {
  test?: TestMailSent;
  unsaved?: boolean;
}

function valuesOf(settings: MailTokenSettings): Record<string, unknown> {
  return {
    enabled: settings.enabled,
    portal_name: settings.portalName,
    sender_address: settings.senderAddress,
    sender_name: settings.senderName,
    keep_days: settings.keepDays,
    help_contact: settings.helpContact,
  };
}
