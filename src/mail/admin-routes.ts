import { type Request, type Response, Router } from 'express';
import type { Context } from '../context.js';
import { en as t } from '../text/en.js';
import { actorOf } from '../web/actor.js';
import { flash } from '../web/flash.js';
import { blankForm, type FormView, parseForm } from '../web/form.js';
import { changeMailServer, removeMailServer, testTypedServer } from './change-mail-server.js';
import { MailServerForm } from './forms.js';
import type { MailServer } from './mail-server.js';
import { type FoundMailServer, isSameAccount } from './mail-server-store.js';
import type { ConnectionTest } from './test-connection.js';

/** System > Mail server. Everything but looking and testing is refused while SMTP_URL names the server. */
export function mailServerRoutes(ctx: Context): Router {
  const router = Router();

  router.get('/admin/mail-server', async (_req, res) => {
    await show(res, blankForm());
  });

  router.post('/admin/mail-server', async (req, res) => {
    if (ctx.config.smtpUrl) return refuse(res, blankForm());
    const form = parseForm(MailServerForm, req.body);
    if (!form.ok) return refuse(res, form);
    const saved = await changeMailServer(ctx, form.data, actorOf(req));
    flash(req, saved.kind === 'saved' ? t.mailServer.saved : t.mailServer.savedWithoutPassword);
    res.redirect(303, '/admin/mail-server');
  });

  router.post('/admin/mail-server/tests', async (req, res) => {
    const found = await ctx.findMailServer();
    if (ctx.config.smtpUrl && found) return show(res, { ...blankForm(), test: await test(req, found.server, found) });
    const form = parseForm(MailServerForm, req.body);
    if (!form.ok) return refuse(res, form);
    const { values, errors, data } = form;
    const passwordAgain = data.password !== undefined;
    const unsaved = passwordAgain || !found || !isSameAccount(found.server, data);
    await show(res, { values, errors, test: await test(req, data, found), unsaved, passwordAgain });
  });

  router.get('/admin/mail-server/removal', (_req, res) => {
    const { heading, consequences, button } = t.mailServer.confirmRemove;
    const [action, back] = ['/admin/mail-server/removal', '/admin/mail-server'];
    res.render('console/confirm', { heading, consequences, button, action, back, danger: true });
  });

  router.post('/admin/mail-server/removal', async (req, res) => {
    if (ctx.config.smtpUrl) return refuse(res, blankForm());
    await removeMailServer(ctx, actorOf(req));
    flash(req, t.mailServer.removed);
    res.redirect(303, '/admin/mail-server');
  });

  function test(req: Request, server: MailServer, found: FoundMailServer | undefined): Promise<ConnectionTest> {
    return testTypedServer(ctx, server, found, actorOf(req));
  }

  async function refuse(res: Response, { values, errors }: FormView): Promise<void> {
    const readOnly = { form: t.mailServer.readOnly('SMTP_URL') };
    res.status(422);
    await show(res, { values, errors: ctx.config.smtpUrl ? readOnly : errors, unsaved: true });
  }

  async function show(res: Response, { values, errors, ...page }: MailServerPage): Promise<void> {
    const found = await ctx.findMailServer();
    res.render('mail-server/settings', {
      values: { tls: 'starttls', port: 587, ...(found && valuesOf(found.server)), ...values, password: '' },
      errors,
      ...(found && { server: t.mailServer.describe(found.server) }),
      ...(found?.source === 'SMTP_URL' && { readOnly: 'SMTP_URL' }),
      savedPassword: found?.server.password !== undefined,
      passwordLost: found?.passwordLost,
      ...page,
    });
  }
  return router;
}

interface MailServerPage extends FormView {
  test?: ConnectionTest;
  unsaved?: boolean;
  /** It was typed for the test and is not sent back, so saving needs it once more. */
  passwordAgain?: boolean;
}

function valuesOf({ host, port, tls, user }: MailServer): Record<string, unknown> {
  return { host, port, tls, user };
}
