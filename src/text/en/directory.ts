import { directoryTest } from './directory-test.js';

export const directory = {
  heading: 'Directories',
  lead: 'The Active Directory of this company. Its people sign in with their Windows password, and by email token while it cannot be reached.',
  none: 'No directory yet. People of this company sign in by email token.',
  add: 'Add directory',
  on: 'On',
  off: 'Off',
  column: { name: 'Directory', addresses: 'Addresses', leavers: 'Leaver protection', state: 'State' },
  noSid:
    'Nobody can sign in with a Windows password yet: this company has no domain SID. Open the directory, press “Test connection” and add the SID that it reads.',
  noSidHere:
    'Nobody can sign in with a Windows password yet: this company has no domain SID. Press “Test connection” and add the SID that it reads.',
  newTitle: (companyName: string) => `Add directory to ${companyName}`,
  parts: {
    connection: 'Connection',
    account: 'Service account',
    accountHint:
      'Optional. An ordinary account that may read users. It lets the portal ask who somebody is, and whether an account is disabled.',
    names: 'User names',
    namesHint: 'How people of this directory write their user name besides their email address.',
    test: 'Test connection',
  },
  name: 'Name',
  nameHint: 'What you call it, for example “Acme AD”. Only administrators see it.',
  active: 'People sign in with this directory',
  activeHint: 'When it is off, nobody is asked for a Windows password, and nothing is sent to the directory.',
  addresses: 'LDAP addresses',
  addressesHint:
    'One a line, for example ldaps://dc1.acme.example. With ldap:// the connection must be encrypted by StartTLS before anything is said. The one that answered last is asked first.',
  caCertificate: 'CA certificate',
  caCertificateHint:
    'The authority that signs the directory’s certificates, as PEM. Empty: those that this machine trusts.',
  certificate: (subject: string, full: string) => `${subject}, valid until ${full}`,
  expired: 'Expired',
  certificateExpired: (subject: string, full: string) =>
    `${subject}, on ${full}. The directory cannot be reached with it: paste the new one.`,
  baseDn: 'Base DN',
  baseDnHint: 'Where its users are, for example DC=acme,DC=example.',
  serviceUser: 'User name',
  serviceUserHint: 'For example portal@acme.example, ACME\\portal or a DN.',
  servicePassword: 'Password',
  passwordHint: 'It is stored sealed and never shown again.',
  passwordSavedHint:
    'A password is saved. Leave this empty to keep it. Changing the user name, the CA certificate or adding an address removes it.',
  passwordLost:
    'The saved password of the service account cannot be read: it was sealed with another secret key. Enter it again and save. Until then the directory is used as if there were no service account.',
  leaverProtection: 'Leaver protection',
  leaverProtectionHint:
    'Before an email token is sent and when it is used, the directory is asked whether the account is disabled. If it is, the person cannot sign in by email either. People with an address outside this company’s email domains then need a Windows account that is linked to them.',
  upnSuffixes: 'UPN suffixes',
  upnSuffixesHint:
    'What stands after the @ in Windows user names, for example corp.acme.example. The email domain belongs here too, where people sign in to Windows with their email address.',
  netbiosName: 'NetBIOS name',
  netbiosNameHint: 'What stands before the \\ in user names, for example ACME in ACME\\jo.',
  testUserSummary: 'Sign in as somebody for the test',
  testUserHint: 'Only needed without a service account. Used once and kept nowhere.',
  testUser: 'User name for the test',
  testPassword: 'Password for the test',
  save: 'Save',
  answers: {
    saved: (name: string) => `${name} is saved.`,
    'saved-without-password': (name: string) =>
      `${name} is saved. The password of the service account was removed, because it was meant for the connection as it was before: enter it again.`,
  },
  remove: 'Remove directory',
  removed: (name: string) => `${name} is removed.`,
  sidAdded: (sid: string) => `The domain SID ${sid} is added to this company.`,
  restUnsaved: 'The rest of this page is not saved yet.',
  errors: {
    nameEmpty: 'Enter a name for the directory',
    nameTooLong: (characters: number) => `Enter a name of at most ${characters} characters`,
    addressesEmpty: 'Enter an LDAP address, for example ldaps://dc1.acme.example',
    addressesMany: (most: number) => `Enter at most ${most} LDAP addresses`,
    address: (typed: string, why: string) => `“${typed}”: ${why}`,
    addressReasons: {
      empty: 'enter an LDAP address, for example ldaps://dc1.acme.example',
      malformed: 'enter the name or IP address of a domain controller, for example ldaps://dc1.acme.example',
      scheme: 'begin it with ldaps://, or with ldap:// for StartTLS',
      'not-only-a-host': 'leave out what comes after the host name and port',
      port: 'enter a port number from 1 to 65535, or none',
      'unusable-ip': 'no domain controller can have this IP address',
    },
    certificateReasons: {
      malformed: 'Paste the CA certificate as PEM, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----',
      'private-key': 'This holds a private key. Paste the certificate only, and treat that key as no longer secret',
      'too-long': 'Paste fewer certificates: only those that sign the directory’s own',
    },
    baseDn: 'Enter the base DN, for example DC=acme,DC=example',
    baseDnWithoutDc: 'Enter the base DN with its domain, for example DC=acme,DC=example',
    userName: 'Enter the user name as portal@acme.example, ACME\\portal or a DN',
    password: 'Enter the password without line breaks or control characters',
    passwordWithoutUser: 'Enter the user name that belongs to the password',
    passwordNeeded:
      'Enter the password of the service account: leaver protection needs it, and there is none saved for this connection',
    leaverNeedsAccount: 'Enter a service account: leaver protection asks the directory with it',
    suffixReasons: {
      malformed: (typed: string) =>
        `“${typed}” is no UPN suffix: enter what stands after the @, such as corp.acme.example`,
      everybodys: (typed: string) => `“${typed}” is everybody’s: enter a suffix of this company alone`,
    },
    suffixesMany: (most: number) => `Enter at most ${most} UPN suffixes`,
    suffixTaken: (suffix: string, companyName: string) => `${suffix} belongs to ${companyName}. Remove it there first`,
    netbiosName: 'Enter a NetBIOS name of 1 to 15 letters, digits and dashes, such as ACME',
    testUserWithoutPassword: 'Enter the password of the user for the test',
    testPasswordWithoutUser: 'Enter the user name for the test',
  },
  test: directoryTest,
  confirmRemove: {
    heading: (name: string) => `Remove ${name}?`,
    consequences: [
      'Nobody signs in with this directory any more. Its people sign in by email token, where that is enabled.',
      'Which Windows account belongs to which contact is forgotten. The contacts stay.',
      'Leaver protection by this directory ends: people who are disabled in it can sign in by email token.',
      'The saved password of its service account is deleted. The company’s domain SIDs stay.',
    ],
    button: 'Remove directory',
  },
};
