import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ejs from 'ejs';
import type { Express } from 'express';
import type { Notice } from '../frame.js';
import { packagePath } from '../package-root.js';

type Template = (page: object) => string;
type Done = (error: unknown, html?: string) => void;

/**
 * Every value is read as `page.x`: no `with`, and nothing a request sends can become an option of the template engine. The
 * page has no prototype to fall back on; EJS' own way to that is a copy, which would keep a view from setting its title.
 */
const OPTIONS = {
  _with: false,
  localsName: 'page',
  strict: true,
  compileDebug: true,
  unsafePrototypeLocals: true,
  escape: escapeHtml,
} as const;
const VIEWS = packagePath('views');

/** Draws views with EJS, each put into the layout that it names (`page.layout`, else `portal`). Compiled once. */
export function useViews(app: Express): void {
  app.engine('ejs', (file: string, model: PageModel, done: Done) => {
    drawPage(file, model).then((html) => done(null, html), done);
  });
  app.set('views', VIEWS).set('view engine', 'ejs').enable('view cache');
  app.locals.asset = assetUrl;
}

/** Draws a view without a layout: the parts of a mail. `view` is the path below `views/`. */
export function renderView(view: string, model: object): string {
  return template(view)(pageOf(model));
}

/** What every page says about the portal and the person, besides its own matter. */
export interface PageFrame {
  portalName: string;
  notices: Notice[];
  [other: string]: unknown;
}

interface PageModel {
  frame?: () => Promise<PageFrame>;
  /** Notices of this page alone. */
  moreNotices?: Notice[];
  layout?: string;
  body?: string;
}

async function drawPage(file: string, model: PageModel): Promise<string> {
  const frame = await model.frame?.();
  const page: PageModel = pageOf({ ...frame, ...model });
  if (frame) Object.assign(page, { notices: [...frame.notices, ...(model.moreNotices ?? [])] });
  page.body = template(path.relative(VIEWS, file))(page);
  return template(`layout/${page.layout ?? 'portal'}`)(page);
}

/** The page as views see it: nothing on a prototype but `page.include('partials/field', { … })`. */
function pageOf(model: object): object {
  return Object.assign(Object.create(INCLUDING), model);
}

/** Draws another view of the same page with some values of its own; what that sets stays its own. */
const INCLUDING = Object.assign(Object.create(null), {
  include(this: object, view: string, values: object): string {
    return template(view)(Object.assign(Object.create(this), values));
  },
});

const templates = new Map<string, Template>();

/** EJS' own include looks for the file anew each time. */
function template(view: string): Template {
  const known = templates.get(view);
  if (known) return known;
  const filename = path.join(VIEWS, view.endsWith('.ejs') ? view : `${view}.ejs`);
  const compiled = ejs.compile(readFileSync(filename, 'utf8'), { ...OPTIONS, filename }) as Template;
  templates.set(view, compiled);
  return compiled;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

/** As EJS' own, but most values have nothing to escape and are returned as they are. */
function escapeHtml(value: unknown): string {
  const text = value === undefined || value === null ? '' : String(value);
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '') : text;
}

const assetUrls = new Map<string, string>();

/** `/assets/portal.css?v=…`: a changed file has a new URL, so that browsers may keep it for a year. */
function assetUrl(name: string): string {
  const url = assetUrls.get(name) ?? versionedUrl(name);
  assetUrls.set(name, url);
  return url;
}

function versionedUrl(name: string): string {
  const hash = createHash('sha256')
    .update(readFileSync(packagePath(`public/${name}`)))
    .digest('base64url');
  return `/assets/${name}?v=${hash.slice(0, 10)}`;
}
