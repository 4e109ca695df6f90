/** What each vendor wants to be told, and where in its product that is made. Fields by their names in its account. */
export const psaVendors = {
  connectwise: {
    name: 'ConnectWise',
    /** One line beside its name, before it is chosen. */
    needs: 'Company ID, a public and a private key, a client ID',
    legend: 'Keys of ConnectWise',
    where:
      'In ConnectWise: System > Members > API Members. Add a member for this portal and make keys on its tab “API Keys”.',
    /** Who signs in there, as a part of a sentence. */
    apiUser: 'API member',
    secretName: 'private key',
    rights: 'What the API member’s security role needs',
    rightsList: [
      'Companies > Contacts: add and inquire “All”; edit “All” too, if inactive contacts may come back',
      'Companies > Company Maintenance: inquire “All”',
      'System > Table Setup: inquire “All”',
    ],
    site: {
      label: 'Site',
      hint: 'The address at which you open it. Cloud: na.myconnectwise.net, for example. Your own server: psa.msp.example',
      example: 'na.myconnectwise.net',
    },
    fields: {
      companyId: {
        label: 'Company ID',
        hint: 'The one you enter when you sign in to ConnectWise.',
        error: 'Enter the company ID as you enter it to sign in, for example msp',
      },
      publicKey: {
        label: 'Public key',
        hint: 'Stands on the tab “API Keys” of the member.',
        error: 'Enter the public key as ConnectWise shows it: letters and digits without blanks',
      },
      clientId: {
        label: 'Client ID',
        hint: 'Free, from developer.connectwise.com > ClientID. It looks like 6b2c1a40-93f5-4d0e-8c77-2f1e9a3b5d64',
        error: 'Enter the client ID as the developer site shows it, for example 6b2c1a40-93f5-4d0e-8c77-2f1e9a3b5d64',
      },
    },
    secret: {
      label: 'Private key',
      hint: 'ConnectWise shows it once, when the keys are made. It is stored sealed and never shown again.',
      error: 'Enter the private key as ConnectWise showed it: letters and digits without blanks',
    },
    /** Why a question had no answer, where the vendor has words of its own for it. */
    faults: {
      'unknown-account': {
        said: 'There is no such company ID at this site',
        advice: 'Check the company ID and the site.',
      },
      unauthorized: {
        said: 'The keys are not right',
        advice:
          'Check the company ID, both keys and the client ID. A private key is shown once: if it is lost, make new keys.',
      },
      forbidden: {
        said: 'The API member may not do this',
        advice:
          'Give its security role: Companies > Contacts with add, edit and inquire “All”; Companies > Company Maintenance and System > Table Setup with inquire “All”.',
      },
      'not-found': { said: 'It knows nothing at this address', advice: 'Check the site and the company ID.' },
      shrunk: {
        said: 'Far fewer companies or contacts came back than before, so nobody was shut out',
        advice:
          'Check that the API member may still see all of them (“Inquire: All”), and sync again tonight. If they really are gone there, say so here.',
      },
    },
    /** When there seem to be no companies or contacts. */
    nothingAdvice: 'If there are any, give the API member’s security role “Inquire: All”.',
  },
  autotask: {
    name: 'Autotask',
    needs: 'An API user: user name, password (secret), tracking identifier (integration code)',
    legend: 'API user of Autotask',
    where:
      'In Autotask: Admin > Resources/Users (HR) > Resources/Users > New > New API User. Choose the security level “API User (API-only)” and generate its key (user name) and secret (password).',
    apiUser: 'API user',
    secretName: 'secret',
    rights: 'What the API user needs',
    rightsList: [
      'Security level “API User (API-only)”, or a copy of it that can view all companies and contacts and add and edit contacts',
      'API version “REST”, active and not locked',
      'Under “API Tracking Identifier” either the vendor’s or a custom one (“Internal Integration”)',
    ],
    site: {
      label: 'Site',
      hint: 'Leave it as it is: Autotask tells by itself in which zone your database lies.',
      example: 'webservices2.autotask.net',
    },
    fields: {
      userName: {
        label: 'User name (key)',
        hint: 'The generated one, which looks like an email address.',
        error: 'Enter the user name as Autotask shows it, for example abc123@MSP.EXAMPLE',
      },
      integrationCode: {
        label: 'Tracking identifier',
        hint: 'On the same page of the API user, under “API Tracking Identifier”: letters and digits.',
        error: 'Enter the tracking identifier as Autotask shows it: letters and digits without blanks',
      },
    },
    secret: {
      label: 'Secret (password)',
      hint: 'Autotask shows it once, when it is generated. It is stored sealed and never shown again.',
      error: 'Enter the secret as Autotask showed it, without blanks',
    },
    faults: {
      'unknown-account': {
        said: 'Autotask knows no API user of this name',
        advice: 'Check the user name (key). It looks like an email address.',
      },
      unauthorized: {
        said: 'The user name, the secret or the tracking identifier is not right',
        advice:
          'Check all three, and that the API user is active and not locked. A secret is shown once: if it is lost, generate a new one.',
      },
      forbidden: {
        said: 'The API user may not do this',
        advice:
          'Give it the security level “API User (API-only)”, or a copy of it that can view all companies and contacts and add and edit contacts.',
      },
      limited: {
        said: 'It asks us to wait, or most of its requests of this hour are used',
        advice:
          'Everything that asks Autotask shares 10,000 requests an hour. Admin > Extensions & Integrations > API Activity by Hour shows who uses them. It is asked again by itself.',
      },
    },
    nothingAdvice: 'If there are any, let the API user’s security level view all of them.',
  },
  halopsa: {
    name: 'HaloPSA',
    needs: 'Your Halo’s address and an API application: client ID and client secret',
    legend: 'API application of HaloPSA',
    where:
      'In HaloPSA: Configuration > Integrations > Halo PSA API > View Applications > New. Authentication method “Client ID and Secret (Services)”, and an agent to log in as.',
    apiUser: 'API application',
    secretName: 'client secret',
    rights: 'What the application and its agent need',
    rightsList: [
      'Application > Permissions: read:customers and edit:customers (or “all”)',
      'The agent’s role: may see all clients, sites and users, and add and edit users',
    ],
    site: {
      label: 'Site',
      hint: 'The address at which you open it, which Halo calls resource server. Cloud: msp.halopsa.com, for example. Your own server: halo.msp.example',
      example: 'msp.halopsa.com',
    },
    fields: {
      clientId: {
        label: 'Client ID',
        hint: 'Stands on the page of the application.',
        error: 'Enter the client ID as Halo shows it, for example 6b2c1a40-93f5-4d0e-8c77-2f1e9a3b5d64',
      },
      tenant: {
        label: 'Tenant',
        hint: 'Only if the page of the API names one that your Halo does not tell by itself. Usually it stays empty.',
        error: 'Enter the tenant as Halo shows it: letters, digits and dashes',
      },
    },
    secret: {
      label: 'Client secret',
      hint: 'Halo shows it once, when the application is saved. It is stored sealed and never shown again.',
      error: 'Enter the client secret as Halo showed it, without blanks',
    },
    faults: {
      'unknown-account': {
        said: 'HaloPSA does not know this tenant',
        advice: 'Leave the tenant empty, or enter it as the page of the API shows it.',
      },
      unauthorized: {
        said: 'The client ID or the client secret is not right',
        advice:
          'Check both, and that the application is active and signs in by “Client ID and Secret (Services)”. A secret is shown once: if it is lost, generate a new one.',
      },
      forbidden: {
        said: 'The API application may not do this',
        advice:
          'Both count: the permissions of the application (read:customers, edit:customers) and the role of the agent that it logs in as.',
      },
      redirected: {
        said: 'It signs in at another address, which is not trusted with the client secret',
        advice: 'Enter the address at which you work with it yourself, without anything after the name.',
      },
    },
    nothingAdvice: 'If there are any, let the agent that the application logs in as see all clients and users.',
  },
};
