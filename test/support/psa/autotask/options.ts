import type { FakeRequest } from '../fake-server.js';

export interface FakeAccount {
  userName: string;
  integrationCode: string;
  secret: string;
}

export interface AutotaskOptions {
  clock: () => number;
  /** 0: any free one. */
  port: number;
  /** Where the database lies; whoever asks elsewhere is not let in. */
  zone: string;
  zoneName: string;
  /** What the account's security level does not allow. */
  forbids: (request: FakeRequest) => boolean;
  /** How many requests an hour the database bears, and how many of them the MSP's other integrations have used. */
  threshold: number;
  othersUsed: number;
  /** Of a first or a last name. */
  nameLength: number;
  /** Where the next pages are said to be; absent: in the zone. */
  nextPagesAt?: string;
}

export const USUAL: AutotaskOptions = {
  clock: Date.now,
  port: 0,
  zone: 'webservices16',
  zoneName: 'Northwind Zone 16',
  forbids: () => false,
  threshold: 10_000,
  othersUsed: 0,
  nameLength: 20,
};
