export const consoleText = {
  title: (title: string, portalName: string) => `${title} · ${portalName} console`,
  name: 'Console',
  navigation: 'Console',
  companies: 'Companies',
  administrators: 'Administrators',
  system: 'System',
  mailToken: 'Mail Token',
  mailServer: 'Mail server',
  signedInAs: 'Signed in as',
  unsaved: 'Unsaved changes',
  unsavedHint: 'Nothing is changed until you save.',
  test: {
    conversation: 'The conversation with the mail server',
    conversationHint:
      'Passwords are left out. Lines that start with C are ours, lines that start with S are the server’s.',
  },
  notPlain: 'Enter one line of plain text, without line breaks or control characters',
  addressReasons: {
    empty: 'Enter the email address, for example jo@acme.example',
    'too-long': 'Enter a shorter email address: this one is longer than any address can be',
    'not-ascii': 'Enter the email address with plain letters only, without accents or symbols',
    'no-at': 'Enter the whole email address, with an @ in it, for example jo@acme.example',
    'several-at': 'Enter one email address with one @ in it',
    'bad-local-part': 'Check the part before the @: it has a character that does not belong there',
    'bad-domain': 'Check the part after the @, for example acme.example',
    'trailing-dot': 'Remove the dot at the end of the email address',
  },
};
