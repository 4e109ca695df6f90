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
  },
};
