export const contactCreation = {
  title: 'Contact creation',
  lead: 'What happens when somebody signs in whose address is no contact yet. They have proved that the address is theirs by then.',
  ruleSet: 'Rules',
  ruleSets: {
    'directory-decides': {
      label: 'Directory decides',
      hint: 'When the email domain says one company and the Windows account another, the Windows account wins.',
    },
    'must-agree': {
      label: 'Domain and SID must agree',
      hint: 'When they say different companies, the person is turned away and noted as unmatched.',
    },
    'no-creation': {
      label: 'No creation',
      hint: 'Only people whom you have added as contacts can sign in.',
    },
  },
  inactiveReturn: 'Somebody who is inactive in the PSA comes back when they sign in',
  inactiveReturnHint:
    'Where the rules above would make them a new contact, theirs is made active in the PSA instead. Then making somebody inactive there no longer keeps out a person who still reads mail at the company’s domain. Deactivating the contact here does, and so does the leaver protection of a directory.',
  choose: 'Choose one of the rules',
  examplesUnder: (label: string) => `What would happen under “${label}”`,
  column: { address: 'Somebody new', account: 'Windows account', outcome: 'What happens' },
  noAccount: 'None',
  outcomes: {
    at: (companyName: string) => ({ badge: 'New contact', more: `at ${companyName}` }),
    unmatched: { badge: 'Turned away', more: 'and noted as unmatched' },
    refused: { badge: 'Turned away', more: 'is no contact yet' },
  },
  examplesHint:
    'Here acme.example is the email domain of Acme Ltd, and elsewhere.example is nobody’s. Each company can also switch creation off for itself, on its own page.',
  submit: 'Save Settings',
  saved: 'The settings are saved.',
};
