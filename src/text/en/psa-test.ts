/** What “Test connection” says, and why a question to the PSA has no answer. */
export const psaTest = {
  lead: 'Asks with what you have entered, saved or not, and says step by step what happened. Nothing is saved here or changed there.',
  submit: 'Test connection',
  ok: 'The connection works.',
  failed: 'The connection does not work yet.',
  secretAgain: (secret: string) => `Enter the ${secret} again before you save: it is never sent back.`,
  secretMissing: (secret: string) => `Enter the ${secret}. None is saved for this site and account.`,
  marks: { ok: 'OK', failed: 'Failed', note: 'Note' },
  steps: {
    found: (product: string, account: string) =>
      account === '' ? `Found ${product}` : `Found ${product} of ${account}`,
    signedIn: 'Signed in',
    companies: (count: number) => (count === 1 ? '1 company can be read' : `${count} companies can be read`),
    noCompanies: 'No companies can be read',
    contacts: (count: number) => (count === 1 ? '1 contact can be read' : `${count} contacts can be read`),
    noContacts: 'No contacts can be read',
    usage: (used: number, limit: number) =>
      `${used} of ${limit} requests of this hour are used, by everything that asks it`,
    addressType: (name: string) => `Addresses of new contacts are stored there as “${name}”`,
  },
  said: (vendor: string, detail: string) => `${vendor} said: “${detail.replace(/\.$/, '')}”.`,
  waitSeconds: (seconds: number) => `Wait ${seconds === 1 ? '1 second' : `${seconds} seconds`}, then try again.`,
  faults: {
    'host-not-allowed': {
      said: 'The site leads to an address inside a network, which may not be asked',
      advice: 'If this is your own server, add its name to PSA_ALLOWED_HOSTS in the environment and restart.',
    },
    'name-not-found': {
      said: 'The name of the site is not known',
      advice: 'Check the spelling, and that this server asks the right DNS.',
    },
    unreachable: {
      said: 'It cannot be reached',
      advice: 'Check the site, and that firewalls let this server out to it (port 443).',
    },
    certificate: {
      said: 'Its certificate does not hold',
      advice: 'Check the spelling of the site. On your own server: install a certificate that browsers trust.',
    },
    'no-answer': { said: 'It does not answer in time', advice: 'Try again in a minute.' },
    redirected: {
      said: 'It leads to another address, which is not followed',
      advice: 'Enter the address at which you work with it yourself, without anything after the name.',
    },
    'too-large': { said: 'Its answer is too large', advice: 'Check that the site is the right one.' },
    broken: {
      said: 'Its answer cannot be read',
      advice: 'Check that the site is the right one. If it is, it has a problem of its own: try again later.',
    },
    'unknown-account': { said: 'It does not know this account', advice: 'Check the site and what names the account.' },
    unauthorized: { said: 'It does not let us in', advice: 'Check what you have entered.' },
    forbidden: { said: 'We may not do this', advice: 'Look under what it needs, below.' },
    'not-found': { said: 'It knows nothing at this address', advice: 'Check the site.' },
    limited: { said: 'It asks us to wait', advice: 'Others may be asking it a lot, too. It is asked again by itself.' },
    'too-busy': { said: 'We are asking it a lot at this moment', advice: 'Try again in a minute.' },
    shrunk: {
      said: 'Far fewer companies or contacts came back than before, so nobody was shut out',
      advice:
        'Check that we may still see all of them, and sync again tonight. If they really are gone there, say so here.',
    },
    failed: {
      said: 'Not everything could be taken over',
      advice: 'Look into the log of this server for the reason. It is tried again by itself.',
    },
    refused: { said: 'It did not take what we sent', advice: 'Correct what it names, then try again.' },
  },
};
