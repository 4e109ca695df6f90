import { type Request, type Response, Router } from 'express';
import { type Company, findCompany } from '../companies/company-store.js';
import { parseDomainSid } from '../companies/domain-sid.js';
import type { Context } from '../context.js';
import { en as t } from '../text/en.js';
import { unreachable } from '../unreachable.js';
import { actorOf } from '../web/actor.js';
import { badRequest, notFound } from '../web/errors.js';
import { flash } from '../web/flash.js';
import { blankForm, type Form, parseForm, withError } from '../web/form.js';
import { idParam } from '../web/params.js';
import { addDirectory, addReadSid, removeDirectory, saveDirectory } from './change-directory.js';
import type { DirectoryRow } from './directory.js';
import { type DirectoryPage, NEW_VALUES, readDirectoryPage, valuesOf } from './directory-page.js';
import { findDirectory } from './directory-store.js';
import { DirectoryForm, SidForm, TestUserForm } from './forms.js';
import { tryConnection } from './try-connection.js';
import { directoryAsTyped, isAsSaved, type TypedDirectory } from './typed-directory.js';

/** A company and its directory; `saved` is absent for one that is being added. */
interface Place {
  company: Company;
  saved: DirectoryRow | undefined;
}

/** The directories of a company. Adding, changing and testing show one form, and lose nothing of it but passwords. */
export function directoryRoutes(ctx: Context): Router {
  const router = Router();
  const { errors } = t.directory;

  router.get('/admin/companies/:id/directories/new', async (req, res) => {
    await show(res, { ...(await placeOf(req)), ...blankForm(NEW_VALUES) });
  });

  // A test leaves its own URL in the address bar; opened anew it is the form.
  router.get(
    ['/admin/companies/:id/directories{/:directory}/tests', '/admin/companies/:id/directories{/:directory}/sids'],
    (req, res) => {
      const directory = req.params.directory === undefined ? 'new' : idParam(req, 'directory');
      res.redirect(303, `/admin/companies/${idParam(req)}/directories/${directory}`);
    },
  );

  router.get('/admin/companies/:id/directories/:directory', async (req, res) => {
    const place = await placeOf(req);
    await show(res, { ...place, ...blankForm(place.saved && valuesOf(place.saved)) });
  });

  router.post('/admin/companies/:id/directories{/:directory}/tests', async (req, res) => {
    const place = await placeOf(req);
    const form = parseForm(DirectoryForm, req.body);
    const tester = parseForm(TestUserForm, req.body);
    const { values } = form;
    if (!form.ok || !tester.ok)
      return show(res, { ...place, values, errors: { ...form.errors, ...tester.errors }, unsaved: true });
    const directory = directoryAsTyped(ctx.keys, form.data, place.saved);
    const test = await tryConnection(ctx, place.company.id, directory, tester.data, actorOf(req));
    const passwordMissing = form.data.serviceUser !== '' && !directory.serviceAccount;
    await show(res, { ...place, values, errors: {}, test, passwordMissing, ...unsavedIn(place, form) });
  });

  router.post('/admin/companies/:id/directories{/:directory}/sids', async (req, res) => {
    const place = await placeOf(req);
    const parsed = parseDomainSid(SidForm.parse(req.body ?? {}).sid);
    if (parsed.kind === 'refused') throw badRequest();
    await addReadSid(ctx, place.company.id, parsed.sid, actorOf(req));
    const form = parseForm(DirectoryForm, req.body);
    await show(res, { ...place, ...blankForm(form.values), sidAdded: parsed.sid, ...unsavedIn(place, form) });
  });

  router.post('/admin/companies/:id/directories{/:directory}', async (req, res) => {
    const { company, saved } = await placeOf(req);
    const form = parseForm(DirectoryForm, req.body);
    if (!form.ok) return show(res, { company, saved, ...form, unsaved: true });
    const result = saved
      ? await saveDirectory(ctx, saved, form.data, actorOf(req))
      : await addDirectory(ctx, company.id, form.data, actorOf(req));
    switch (result.kind) {
      case 'saved':
      case 'saved-without-password':
        flash(req, t.directory.answers[result.kind](form.data.name));
        return res.redirect(303, `/admin/companies/${company.id}/directories/${result.id}`);
      case 'suffix-taken': {
        const wrong = withError(form, 'upn_suffixes', errors.suffixTaken(result.owner.domain, result.owner.name));
        return show(res, { company, saved, ...wrong, suffixOwner: result.owner, unsaved: true });
      }
      case 'password-needed': {
        const wrong = withError(form, 'service_password', errors.passwordNeeded);
        return show(res, { company, saved, ...wrong, unsaved: true });
      }
      case 'not-found':
        throw notFound();
      default:
        return unreachable(result);
    }
  });

  router.get('/admin/companies/:id/directories/:directory/removal', async (req, res) => {
    const { company_id: companyId, id, name } = await savedOf(req);
    const { heading, consequences, button } = t.directory.confirmRemove;
    const back = `/admin/companies/${companyId}/directories/${id}`;
    const action = `${back}/removal`;
    res.render('console/confirm', { heading: heading(name), consequences, button, action, back, danger: true });
  });

  router.post('/admin/companies/:id/directories/:directory/removal', async (req, res) => {
    const saved = await savedOf(req);
    await removeDirectory(ctx, saved, actorOf(req));
    flash(req, t.directory.removed(saved.name));
    res.redirect(303, `/admin/companies/${saved.company_id}`);
  });

  async function placeOf(req: Request): Promise<Place> {
    const company = await findCompany(ctx.db, idParam(req));
    if (!company) throw notFound();
    return { company, saved: req.params.directory === undefined ? undefined : await savedOf(req) };
  }

  async function savedOf(req: Request): Promise<DirectoryRow> {
    const saved = await findDirectory(ctx.db, idParam(req), idParam(req, 'directory'));
    if (!saved) throw notFound();
    return saved;
  }

  async function show(res: Response, page: DirectoryPage): Promise<void> {
    const status = Object.keys(page.errors).length > 0 ? 422 : 200;
    res.status(status).render('directory/directory', await readDirectoryPage(ctx, page));
  }
  return router;
}

/** A password is never sent back: what was typed for a test has to be typed once more to be saved. */
function unsavedIn({ saved }: Place, form: Form<TypedDirectory>): { unsaved: boolean; passwordAgain: boolean } {
  const unsaved = !form.ok || !isAsSaved(saved, form.data);
  return { unsaved, passwordAgain: Boolean(form.values.service_password) };
}
