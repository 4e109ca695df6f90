import { psaAttention } from './psa-attention.js';
import { psaTest } from './psa-test.js';
import { psaVendors } from './psa-vendors.js';

const contactsOf = (count: number) => (count === 1 ? '1 contact' : `${count} contacts`);
const companiesOf = (count: number) => (count === 1 ? '1 company' : `${count} companies`);

export const psa = {
  title: 'PSA',
  lead: 'Your clients’ companies and contacts come from your PSA, and new contacts are created there.',
  vendors: {
    connectwise: psaVendors.connectwise.name,
    autotask: psaVendors.autotask.name,
    halopsa: psaVendors.halopsa.name,
  },
  choose: 'Which PSA do you have?',
  chooseAnother: 'Is it another PSA?',
  secretSavedHint: (secret: string) =>
    `A ${secret} is saved. Leave this empty to keep it. Changing any other field here removes it.`,
  secretLost: (secret: string) =>
    `The saved ${secret} cannot be read: it was sealed with another secret key. Enter it again and save. Until then nothing is synced.`,
  secretMissing: (secret: string) => `There is no ${secret}. Enter it and save. Until then nothing is synced.`,
  site: 'Site',
  submit: 'Save Settings',
  saved: 'The PSA is saved. Its companies and contacts are read now.',
  savedWithoutSecret: (secret: string) =>
    `The PSA is saved, but the old ${secret} was removed, because it was meant for another site or account. Enter it again: until then nothing is synced.`,
  errors: {
    kind: 'Choose your PSA',
    siteReasons: {
      malformed: (example: string) => `Enter the site as a name, for example ${example}`,
      'not-only-a-host': () => 'Enter the name of the site only, without a user name before it or a path behind it',
      'not-https': () =>
        'Enter the site without http://. It is asked over https only, unless PSA_ALLOWED_HOSTS names it',
      'not-allowed': () =>
        'This site is a private address, or has a port of its own. If it is your own server, add it to PSA_ALLOWED_HOSTS in the environment and restart',
    },
    secretNeeded: (secret: string) => `Enter the ${secret}: none is saved yet`,
    otherData: (linked: number) =>
      `${linked === 1 ? '1 company is' : `${linked} companies are`} linked to the PSA that is connected now. Disconnect it first, then connect the other one.`,
  },
  test: psaTest,
  attention: psaAttention,
  status: {
    heading: 'How it is doing',
    answers: 'Answers',
    failing: 'Does not work',
    unknown: 'Not asked yet',
    answeredAt: 'Last answer',
    failingSince: 'Not working since',
    health: 'Connection',
    companies: 'Companies',
    linked: (linked: number, all: number) => `${linked} of ${all} linked`,
    showCompanies: 'Import and link',
    requests: 'Questions asked',
    used: (used: number, limit: number, window: string) => `${used} of at most ${limit} in ${window}`,
    minutes: (minutes: number) => (minutes === 1 ? 'a minute' : minutes === 60 ? 'an hour' : `${minutes} minutes`),
    pausedUntil: 'It asked us to wait until',
    lookUps: 'Look-ups of unknown addresses',
    lookUpsHint: 'Beyond that, an unknown address is looked for in the synced copy only.',
  },
  sync: {
    heading: 'Sync',
    kinds: { changes: 'Changes, every 15 minutes', full: 'Everything, every night' },
    column: { kind: 'What', last: 'Last', read: 'Read', next: 'Next' },
    never: 'Not yet',
    running: 'Running now',
    soon: 'Now',
    read: (companies: number, contacts: number) => `${companiesOf(companies)}, ${contactsOf(contacts)}`,
    unreadable: (count: number) =>
      `${count === 1 ? '1 record' : `${count} records`} could not be read and stayed as they were. The log of this server names them.`,
    failed: 'Failed',
    submit: 'Sync now',
    asked: 'The sync begins now. Load this page again to see how it went.',
    acceptShrinking: 'They are gone: let nobody of them in any more',
    shrinkingAccepted: 'A full sync begins now. Whoever it does not show is kept out from then on.',
    notShrunk: 'There is nothing to accept any more.',
    noPsa: 'There is no PSA to sync with. Connect one first.',
  },
  inactive: 'Whether somebody who is inactive there stays out or comes back is said under',
  disconnect: 'Disconnect the PSA',
  disconnected: ({ contacts, companies }: { contacts: number; companies: number }) =>
    contacts + companies === 0
      ? 'The PSA is disconnected.'
      : `The PSA is disconnected. Whom it kept out stays out: ${contactsOf(contacts)} and ${companiesOf(companies)} are deactivated.`,
  confirmDisconnect: {
    heading: (vendor: string) => `Disconnect ${vendor}?`,
    consequences: (
      vendor: string,
      secret: string,
      { contacts, companies }: { contacts: number; companies: number },
      linked: number,
    ) => [
      `Companies and contacts stay here. Nothing is changed in ${vendor}.`,
      `Further addresses that contacts have from ${vendor} do not count any more. Whoever has one is signed out, and signs in with their own.`,
      `Links to ${vendor} are forgotten: ${companiesOf(linked)} and their contacts. Connecting it again means linking again.`,
      contacts + companies === 0
        ? `${vendor} keeps nobody out at this moment.`
        : `Whom ${vendor} keeps out stays out: ${contactsOf(contacts)} and ${companiesOf(companies)} are deactivated. You can activate them again one by one.`,
      `Contacts that wait to be created in ${vendor} are not created there.`,
      `The saved ${secret} is deleted.`,
    ],
    button: 'Disconnect',
  },
};
