import { psaAttention } from './psa-attention.js';
import { psaTest } from './psa-test.js';

const contactsOf = (count: number) => (count === 1 ? '1 contact' : `${count} contacts`);
const companiesOf = (count: number) => (count === 1 ? '1 company' : `${count} companies`);

export const psa = {
  title: 'PSA',
  lead: 'Your clients’ companies and contacts come from your PSA, and new contacts are created there.',
  vendors: { connectwise: 'ConnectWise', autotask: 'Autotask', halopsa: 'HaloPSA' },
  connection: 'Connection',
  kind: 'PSA',
  site: 'Site',
  siteHint:
    'The address at which you open it. Cloud: na.myconnectwise.net, for example. Your own server: psa.msp.example',
  parts: {
    connectwise: {
      legend: 'Keys of ConnectWise',
      hint: 'In ConnectWise: System > Members > API Members. Add a member for this portal and make keys on its tab “API Keys”.',
    },
  },
  companyId: 'Company ID',
  companyIdHint: 'The one you enter when you sign in to ConnectWise.',
  publicKey: 'Public key',
  publicKeyHint: 'Stands on the tab “API Keys” of the member.',
  privateKey: 'Private key',
  privateKeyHint: 'ConnectWise shows it once, when the keys are made. It is stored sealed and never shown again.',
  privateKeySavedHint:
    'A private key is saved. Leave this empty to keep it. Changing the site or any of the fields above removes it.',
  privateKeyLost:
    'The saved private key cannot be read: it was sealed with another secret key. Enter it again and save. Until then nothing is synced.',
  privateKeyMissing: 'There is no private key. Enter it and save. Until then nothing is synced.',
  clientId: 'Client ID',
  clientIdHint: 'Free, from developer.connectwise.com > ClientID. It looks like 6b2c1a40-93f5-4d0e-8c77-2f1e9a3b5d64',
  rights: 'What the API member’s security role needs',
  rightsList: [
    'Companies > Contacts: add and inquire “All”',
    'Companies > Company Maintenance: inquire “All”',
    'System > Table Setup: inquire “All”',
  ],
  submit: 'Save Settings',
  saved: 'The PSA is saved. Its companies and contacts are read now.',
  savedWithoutSecret:
    'The PSA is saved, but the old private key was removed, because it was meant for another site or account. Enter it again: until then nothing is synced.',
  errors: {
    kind: 'Choose your PSA',
    siteReasons: {
      malformed: 'Enter the site as a name, for example na.myconnectwise.net',
      'not-only-a-host': 'Enter the name of the site only, without a user name before it or a path behind it',
      'not-https': 'Enter the site without http://. It is asked over https only, unless PSA_ALLOWED_HOSTS names it',
      'not-allowed':
        'This site is a private address, or has a port of its own. If it is your own server, add it to PSA_ALLOWED_HOSTS in the environment and restart',
    },
    companyId: 'Enter the company ID as you enter it to sign in, for example msp',
    publicKey: 'Enter the public key as ConnectWise shows it: letters and digits without blanks',
    privateKey: 'Enter the private key as ConnectWise showed it: letters and digits without blanks',
    privateKeyNeeded: 'Enter the private key: none is saved yet',
    clientId: 'Enter the client ID as the developer site shows it, for example 6b2c1a40-93f5-4d0e-8c77-2f1e9a3b5d64',
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
  disconnect: 'Disconnect the PSA',
  disconnected: ({ contacts, companies }: { contacts: number; companies: number }) =>
    contacts + companies === 0
      ? 'The PSA is disconnected.'
      : `The PSA is disconnected. Whom it kept out stays out: ${contactsOf(contacts)} and ${companiesOf(companies)} are deactivated.`,
  confirmDisconnect: {
    heading: (vendor: string) => `Disconnect ${vendor}?`,
    consequences: (
      vendor: string,
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
      'The saved private key is deleted.',
    ],
    button: 'Disconnect',
  },
};
