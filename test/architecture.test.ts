import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** Room -> the rooms it may import: the one direction of this program. A new arrow is a line in this diff. */
const arrows: Record<string, string[]> = {
  db: [],
  text: ['audit'],
  address: [],
  limits: ['db'],
  installation: ['db'],
  audit: ['db', 'address'],
  sessions: ['db'],
  attempt: ['db', 'sessions'],
  web: ['db', 'audit', 'sessions', 'text'],
  mail: ['db', 'audit', 'installation'],
  companies: ['db', 'audit', 'address', 'sessions'],
  ldap: [],
  directory: ['db', 'audit', 'address', 'companies', 'ldap', 'limits'],
  'contact-creation': ['db', 'audit', 'installation'],
  contacts: ['db', 'audit', 'address', 'limits', 'companies', 'contact-creation', 'sessions'],
  'mail-token': ['db', 'audit', 'address', 'installation', 'limits', 'mail', 'attempt', 'sessions'],
  psa: [
    'db',
    'audit',
    'address',
    'attempt',
    'companies',
    'contacts',
    'directory',
    'installation',
    'limits',
    'sessions',
  ],
  login: [
    'db',
    'audit',
    'address',
    'attempt',
    'companies',
    'contacts',
    'directory',
    'limits',
    'mail',
    'mail-token',
    'psa',
    'sessions',
  ],
  home: ['audit', 'contacts', 'sessions'],
  admin: ['db', 'address', 'audit', 'attempt', 'directory', 'login', 'mail', 'mail-token', 'sessions'],
  setup: ['db', 'address', 'admin', 'audit', 'installation', 'mail-token', 'sessions'],
  jobs: ['db', 'attempt', 'audit', 'limits', 'mail', 'sessions'],
};
/** They know HTTP or draw views: routes, forms, and what they share within a room. */
const pageFile =
  /(^|\/)((\w|-)*routes|forms|(\w|-)*-mail|(\w|-)*page|pages|progress|finish|send-token|attempt-cookie)\.ts$/;
const src = path.resolve('src');
const roomOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : '');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const inRooms = files.filter((file) => file.includes('/'));

test.each(inRooms)('src/%s imports only what its room may', (file) => {
  const own = roomOf(file);
  const pages = pageFile.test(file) ? ['web', 'text'] : [];
  const allowed = [own, '', ...(arrows[own] ?? []), ...pages];
  const strangers = importsOf(file).filter((to) => !allowed.includes(roomOf(to)));
  expect(strangers).toEqual([]);
});

test.each(inRooms.filter((file) => !pageFile.test(file) && roomOf(file) !== 'web'))(
  'src/%s knows nothing of HTTP',
  (file) => {
    expect(textOf(file)).not.toMatch(/from 'express/);
    expect(importsOf(file)).not.toContain('context.ts');
  },
);

test.each(inRooms.filter((file) => file.endsWith('-store.ts')))('src/%s decides nothing', (file) => {
  const stores = importsOf(file).filter(
    (to) => !/^(db\/|[\w-]+\.ts$)/.test(to) && !to.endsWith('-store.ts') && roomOf(to) !== roomOf(file),
  );
  expect(stores).toEqual([]);
});

test('no two files import each other, however far around', () => {
  const cycles = files.filter((file) => reachable(file).has(file));
  expect(cycles).toEqual([]);
});

test('only app.ts mounts routes', () => {
  const importers = files.filter((file) => importsOf(file).some((to) => to.endsWith('routes.ts')) && file !== 'app.ts');
  expect(importers.filter((file) => !pageFile.test(file))).toEqual([]);
});

test('the environment is read in config.ts and the time in clock.ts, nowhere else', () => {
  const readers = files.filter((file) => file !== 'config.ts' && /process\.env/.test(textOf(file)));
  const clocks = files.filter((file) => file !== 'clock.ts' && /Date\.now\(|new Date\(\)/.test(textOf(file)));
  expect({ readers, clocks }).toEqual({ readers: [], clocks: [] });
});

test('views print values escaped: unescaped output is for includes, layouts and literals only', () => {
  const views = readdirSync('views', { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ejs') && !file.endsWith('.text.ejs'),
  );
  const raw = views.flatMap((file) => {
    const found = readFileSync(path.join('views', file), 'utf8').matchAll(/<%-(.*?)-?%>/gs);
    return [...found]
      .map(([, code = '']) => `${file}: ${code.trim()}`)
      .filter((line) => !/: (page\.include\(|page\.body$|'[^']*')/.test(line));
  });
  expect(raw).toEqual([]);
});

test('no source file is longer than 200 lines', () => {
  const large = files.filter((file) => textOf(file).split('\n').length > 200);
  expect(large).toEqual([]);
});

const texts = new Map<string, string>();

function textOf(file: string): string {
  const text = texts.get(file) ?? readFileSync(path.join(src, file), 'utf8');
  texts.set(file, text);
  return text;
}

function importsOf(file: string): string[] {
  const found = textOf(file).matchAll(/from '(\.[^']+)\.js'/g);
  return [...found].map(([, to = '']) => path.posix.join(path.posix.dirname(file), `${to}.ts`));
}

function reachable(from: string): Set<string> {
  const seen = new Set<string>();
  const queue = importsOf(from);
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    queue.push(...importsOf(file));
  }
  return seen;
}
