/** What “Test connection” says. */
export const directoryTest = {
  lead: 'Connects with what you have entered, saved or not, and says step by step what happened. Nothing is saved.',
  submit: 'Test connection',
  ok: 'The connection works.',
  failed: 'The connection does not work yet.',
  passwordAgain: 'Enter the password again before you save: it is never sent back.',
  passwordMissing: 'The service account was not tried: enter its password. None is saved for this connection.',
  marks: { ok: 'OK', failed: 'Failed', note: 'Note' },
  sidKnown: (sid: string) => `The domain SID ${sid} is one of this company’s.`,
  sidUnknown: (sid: string) =>
    `The domain SID ${sid} is not one of this company’s yet. Without it nobody can sign in with this directory.`,
  addSid: 'Add this SID to the company',
  testers: { 'service-account': 'the service account', 'test-user': 'the user for the test' },
  steps: {
    resolved: (host: string, ips: string) => `The name ${host} leads to ${ips}`,
    connected: (ip: string, port: number) => `Connected to ${ip}, port ${port}`,
    startTlsOffered: 'It offers StartTLS',
    secured: (protocol: string) => `Encrypted (${protocol})`,
    certificate: (subject: string, issuer: string, until: string) =>
      `The certificate of ${subject} is signed by ${issuer} and valid until ${until}.`,
    trustedBy: { directory: 'Trusted by your CA certificate.', machine: 'Trusted by this machine.' },
    signedIn: (who: string) => `Signed in as ${who}`,
    signInRefused: (who: string) => `The directory did not let ${who} in`,
    testUserUnusable: 'The user name for the test was not sent',
    testUserUnusableAdvice: 'Enter it as jo@acme.example or ACME\\jo, with its password.',
    nobody: 'Nobody to sign in as, so nothing more can be seen',
    nobodyAdvice: 'Enter a service account, or a user for the test, to see users and to read the domain SID.',
    baseFound: 'The base DN is there',
    baseMissing: 'The base DN is not there',
    baseMissingAdvice: 'Check it. In most directories it is the domain’s name with DC= before each part.',
    usersSeen: (count: number, more: boolean) =>
      `${more ? 'More than ' : ''}${count === 1 ? '1 user' : `${count} users`} seen below it`,
    usersNoneAdvice: 'Check the base DN, and that the account may read users.',
    sidRead: (sid: string) => `The domain SID is ${sid}`,
    sidMissing: 'The domain SID could not be read',
    sidMissingAdvice: 'Set the base DN to the domain’s own, such as DC=acme,DC=example.',
    sidDiffers: (sid: string) => `Its domain SID is another one: ${sid}`,
    sidDiffersAdvice: 'These addresses belong to different domains. Make one directory for each.',
  },
  refusals: {
    wrong: 'User name or password is wrong.',
    disabled: 'The account is disabled. Enable it, or use another one.',
    'account-expired': 'The account has expired. Change its expiry date, or use another one.',
    locked: 'The account is locked. Unlock it, and look who enters wrong passwords for it.',
    'password-expired': 'The password has expired. Change it, and set it not to expire for a service account.',
    'password-must-change': 'The password must be changed at the next sign-in. Change it, or take that mark off.',
    'logon-hours': 'The account may not sign in at this hour or from here. Change its logon hours.',
  },
  faults: {
    'name-not-found': {
      said: 'Its name is not known',
      advice: 'Check the spelling, and that this server asks the right DNS.',
    },
    'connection-refused': {
      said: 'It refuses the connection',
      advice: 'Check the port (636 for ldaps, 389 for ldap), and that LDAP runs there.',
    },
    'no-route': {
      said: 'There is no way to its network',
      advice: 'Check routing and VPN between this server and the directory.',
    },
    'no-answer': {
      said: 'It does not answer in time',
      advice: 'Check that it runs, and that firewalls let this server through.',
    },
    closed: {
      said: 'It closed the connection',
      advice: 'Check that it is a domain controller, and that it has a certificate.',
    },
    'no-start-tls': {
      said: 'It does not offer StartTLS',
      advice: 'Give it a certificate, or use ldaps://. Without encryption it is not used.',
    },
    'unknown-authority': {
      said: 'Its certificate is signed by an authority that is not trusted',
      advice: 'Paste the certificate of that authority as the CA certificate.',
    },
    'wrong-name': {
      said: 'Its certificate is for another name',
      advice: 'Enter one of the names that the certificate is for, or give it a certificate with this name.',
    },
    'certificate-expired': {
      said: 'Its certificate has expired, or is not valid yet',
      advice: 'Renew it, and check the clocks of both machines.',
    },
    'tls-failed': {
      said: 'No encrypted connection could be agreed on',
      advice: 'Check that it offers TLS 1.2 or newer.',
    },
    'ldap-error': { said: 'It answered with an error', advice: 'Look into its event log for the reason.' },
    'lately-unreachable': {
      said: 'It has not answered lately and is left alone',
      advice: 'Wait half a minute and test again.',
    },
    'too-busy': { said: 'Too many are waiting for it', advice: 'Wait a moment and test again.' },
  },
  certificateShown: (subject: string, issuer: string, names: string, until: string) =>
    `It showed the certificate of ${subject}, signed by ${issuer}, for ${names}, valid until ${until}.`,
  noNames: 'no names',
  ldapCode: (code: number) => `LDAP code ${code}.`,
};
