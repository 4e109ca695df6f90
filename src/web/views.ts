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

/** Draws a view without a layout: the parts of a mail. `view` is the path below `views/`, with its ending. */
export function renderView(view: string, page: object): string {
  return template(path.join(VIEWS, view))(Object.assign(Object.create(null), page));
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
  const page: PageModel = Object.assign(Object.create(null), frame, model);
  if (frame) Object.assign(page, { notices: [...frame.notices, ...(model.moreNotices ?? [])] });
  page.body = template(file)(page);
  return template(path.join(VIEWS, 'layout', `${page.layout ?? 'portal'}.ejs`))(page);
}

const templates = new Map<string, Template>();

function template(file: string): Template {
  let compiled = templates.get(file);
  if (!compiled) {
    compiled = ejs.compile(readFileSync(file, 'utf8'), { ...OPTIONS, filename: file, cache: true }) as Template;
    templates.set(file, compiled);
  }
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
