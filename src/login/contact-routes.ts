import { type Request, type Response, Router } from 'express';
import { type Attempt, findAttemptOfProof } from '../attempt/attempt-store.js';
import type { Context } from '../context.js';
import { hashSecret } from '../secret.js';
import { en as t } from '../text/en.js';
import { clientOf } from '../web/client.js';
import { hasCsrfToken, requireCsrf } from '../web/csrf.js';
import { forbidden } from '../web/errors.js';
import { blankForm, type FormView, parseForm, withError } from '../web/form.js';
import { signedIn } from '../web/session.js';
import { attemptSecret, forgetContact, rememberContact, rememberedContact } from './attempt-cookie.js';
import { contactDoor } from './contact-door.js';
import type { Answers, Settled } from './door.js';
import { finish } from './finish.js';
import { CompanyForm, NameForm } from './forms.js';
import { settleProof } from './sign-in.js';
import { suggestNameOf } from './suggest-name.js';
import { switchCompany } from './switch-company.js';

/** What a contact is asked between the proof and the session: which company, which name. */
export function contactRoutes(ctx: Context): Router {
  const router = Router();

  router.get('/login/company', async (req, res) => {
    const settled = await chooseCompany(req, {});
    if (settled.kind !== 'choose-company') return finish(ctx, contactDoor, req, res, settled);
    companyPage(res, settled, await addressOf(req), blankForm());
  });

  router.post('/login/company', async (req, res) => {
    const form = parseForm(CompanyForm, req.body);
    const contactId = form.ok ? form.data.contact : undefined;
    const settled = await chooseCompany(req, { contactId });
    if (settled.kind === 'choose-company') {
      const unknown = withError(form, 'contact', t.login.company.unknown);
      return companyPage(res.status(422), settled, await addressOf(req), unknown);
    }
    if (settled.kind === 'signed-in' && settled.contactId && !settled.session.shared) {
      rememberContact(ctx, res, settled.contactId);
    }
    await finish(ctx, contactDoor, req, res, settled);
  });

  router.post('/login/another-company', requireCsrf(ctx), async (_req, res) => {
    forgetContact(ctx, res);
    res.redirect(303, '/login/company');
  });

  router.get('/login/name', async (req, res) => {
    const settled = await goOn(req, { contactId: rememberedContact(ctx, req) });
    if (settled.kind === 'no-attempt' && signedIn(req)) return res.redirect(303, '/');
    if (settled.kind !== 'ask-name') return finish(ctx, contactDoor, req, res, settled);
    const attempt = await provenHere(req);
    const suggested = attempt ? suggestNameOf(attempt) : {};
    res.render('login/name', {
      address: attempt?.address ?? '',
      companyName: settled.companyName,
      ...blankForm({ ...suggested }),
    });
  });

  router.post('/login/name', async (req, res) => {
    const form = parseForm(NameForm, req.body);
    const name = form.ok ? { firstName: form.data.first_name, lastName: form.data.last_name } : undefined;
    const settled = await goOn(req, { contactId: rememberedContact(ctx, req), ...(name && { name }) });
    if (settled.kind === 'no-attempt' && signedIn(req)) return res.redirect(303, '/');
    if (settled.kind !== 'ask-name') return finish(ctx, contactDoor, req, res, settled);
    res.status(422).render('login/name', { address: await addressOf(req), companyName: settled.companyName, ...form });
  });

  /** With a proof the sign-in goes on. */
  async function goOn(req: Request, answers: Answers): Promise<Settled> {
    const proof = attemptSecret(ctx, req, 'contact');
    return proof ? settleProof(ctx, contactDoor, clientOf(req), proof, answers) : { kind: 'no-attempt' };
  }

  /** Without a proof, somebody signed in chooses another of their companies. */
  async function chooseCompany(req: Request, answers: Answers): Promise<Settled> {
    const settled = await goOn(req, answers);
    const live = signedIn(req);
    if (settled.kind !== 'no-attempt' || !live) return settled;
    if (req.method === 'POST' && !hasCsrfToken(ctx, req)) throw forbidden('form-expired');
    return switchCompany(ctx, live, clientOf(req), answers);
  }

  async function provenHere(req: Request): Promise<Attempt | undefined> {
    const proof = attemptSecret(ctx, req, 'contact');
    return proof === undefined ? undefined : findAttemptOfProof(ctx.db, hashSecret(proof), ctx.clock());
  }

  async function addressOf(req: Request): Promise<string> {
    return (await provenHere(req))?.address ?? signedIn(req)?.address ?? '';
  }

  function companyPage(res: Response, { choices }: { choices: object[] }, address: string, form: FormView): void {
    res.render('login/company', { address, choices, ...form });
  }
  return router;
}
