import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { TotalsReporter } from '../test/support/report.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Tests that never touch a database: running them once is enough. */
const pure = [
  'test/address/**',
  'test/architecture.test.ts',
  'test/mail-token/typed-token.test.ts',
  'test/companies/domain-sid.test.ts',
  'test/contact-creation/decide.test.ts',
  'test/ldap/**',
  'test/psa/{http,next-night,plan-contacts,retries,site,test-connection}.test.ts',
  'test/psa/{autotask,connectwise,halopsa}/**',
  'test/directory/{broken-controllers,check-password,odd-directories,password,tls,upn-suffix,user-name}.test.ts',
  'test/support/{support,forest,slapd,until-input-ends}.test.ts',
];
const realProcesses = 'test/process/**/*.test.ts';
const realBrowsers = 'test/browser/**/*.test.ts';
const everything = { include: ['test/**/*.test.ts'], elsewhere: [realProcesses, realBrowsers] };

export default defineConfig({
  root,
  test: {
    root,
    maxWorkers: '100%',
    globalSetup: ['./test/support/postgres-server.ts', './test/support/forest-server.ts'],
    reporters: ['default', new TotalsReporter()],
    projects: [
      project('sqlite', {
        include: everything.include,
        exclude: [...everything.elsewhere, '**/*.pg.test.ts'],
        provide: { engine: 'sqlite' },
      }),
      project('postgres', {
        include: everything.include,
        exclude: [...everything.elsewhere, ...pure],
        provide: { engine: 'postgres' },
      }),
      project('process', { include: [realProcesses], ...oneFileAtATime(1) }),
      project('browser', { include: [realBrowsers], ...oneFileAtATime(2) }),
    ],
  },
});

type ProjectOptions = NonNullable<TestProjectInlineConfiguration['test']>;

/** Files of a project share loaded modules, to save time; a test makes its own world, so nothing else is shared. */
function project(name: string, options: ProjectOptions): TestProjectInlineConfiguration {
  // The first test of a checkout that asks for an Active Directory waits until it has been made.
  const timeouts = { testTimeout: 60_000, hookTimeout: 60_000 };
  const setupFiles = './test/support/console-guard.ts';
  return { root, test: { name, root, isolate: false, setupFiles, ...timeouts, ...options } };
}

function oneFileAtATime(groupOrder: number): ProjectOptions {
  return {
    provide: { engine: 'sqlite' },
    maxWorkers: 1,
    sequence: { groupOrder },
  };
}
