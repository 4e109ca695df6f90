export type ForestName = keyof typeof domainSids;

/** The first is a text prefix of the second: whoever compares them as text takes one domain for the other. */
const domainSids = {
  acme: 'S-1-5-21-3623811015-3361044348-30300820',
  globex: 'S-1-5-21-3623811015-3361044348-303008205',
};

export const isForestName = (name: string | undefined): name is ForestName => name !== undefined && name in domainSids;

/** What is known of a forest before it runs. */
export function forestFacts(name: ForestName) {
  return {
    name,
    realm: `${name}.test`,
    netbios: name.toUpperCase(),
    baseDn: `DC=${name},DC=test`,
    domainSid: domainSids[name],
    /** Besides the realm: jo@acme.example. */
    upnSuffix: `${name}.example`,
    administrator: { userName: `Administrator@${name}.test`, password: 'Adm1n-Passw0rd!' },
    /** May read what every user may read. */
    serviceAccount: { userName: `svc-latchkey@${name}.test`, password: 'Serv1ce-Passw0rd!' },
    /** This many wrong passwords lock an account. */
    lockoutThreshold: 5,
  };
}

export type ForestFacts = ReturnType<typeof forestFacts>;
