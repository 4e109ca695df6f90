import type { PsaAccount } from '../../src/psa/connector.js';

/** The command that lists a demo's contacts, asked as the vendor wants to be asked. */
export function contactsByHand({ kind, site, fields, secret }: PsaAccount): string {
  switch (kind) {
    case 'connectwise': {
      const { companyId, publicKey, clientId } = fields;
      const url = `${site}/v4_6_release/apis/3.0/company/contacts?pageSize=1000&orderBy=id%20desc`;
      return `curl -u '${companyId}+${publicKey}:${secret}' -H 'clientId: ${clientId}' '${url}'`;
    }
    case 'autotask': {
      const keys = { ApiIntegrationCode: fields.integrationCode, UserName: fields.userName, Secret: secret };
      const headers = Object.entries({ ...keys, 'Content-Type': 'application/json' });
      const query = JSON.stringify({ filter: [{ op: 'gte', field: 'id', value: 0 }] });
      const sent = headers.map(([name, value]) => `-H '${name}: ${value}'`).join(' ');
      const zone = `curl -s '${site}/atservicesrest/v1.0/zoneInformation?user=${fields.userName}'${picked('url')}`;
      return `curl ${sent} -d '${query}' "$(${zone})V1.0/Contacts/query"`;
    }
    case 'halopsa': {
      const { tenant = 'northwind' } = fields;
      const form = `-d 'grant_type=client_credentials&scope=all&client_id=${fields.clientId}'`;
      const sent = `${form} --data-urlencode 'client_secret=${secret}'`;
      const token = `curl -s ${sent} '${site}/auth/token?tenant=${tenant}'${picked('access_token')}`;
      return `curl -H "Authorization: Bearer $(${token})" '${site}/api/Users?includeinactive=true&pageinate=true&page_size=100&page_no=1'`;
    }
  }
}

/** What JSON says under a name. */
function picked(name: string): string {
  return ` | grep -o '"${name}":"[^"]*' | cut -d'"' -f4`;
}
