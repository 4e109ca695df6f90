/** Records as they stand on HaloPSA's wire. */
export interface FakeClient {
  id: number;
  name: string;
  toplevel_id: number;
  toplevel_name: string;
  inactive: boolean;
  website: string;
  main_site_id: number;
  domain: string;
  newclient_domain: string;
}

export interface FakeSite {
  id: number;
  name: string;
  client_id: number;
  client_name: string;
  inactive: boolean;
  emaildomain: string;
}

export interface FakeUser {
  id: number;
  name: string;
  firstname: string;
  surname: string;
  emailaddress: string;
  email2: string;
  email3: string;
  /** Sent as a decimal: 12.0. */
  site_id: number;
  site_name: string;
  client_id: number;
  client_name: string;
  inactive: boolean;
  isserviceaccount: boolean;
  lastupdate: string;
}
