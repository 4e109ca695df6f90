import type { FakeRequest } from '../fake-server.js';

export interface FakeAccount {
  userName: string;
  secret: string;
  integrationCode: string;
}

export interface AutotaskOptions {
  clock: () => number;
  /** 0: any free one. */
  port: number;
  /** Where the database lies; it may move on the way. */
  zone: string;
  /** What zoneInformation says instead of a zone here. */
  zoneUrl?: string;
  /** Where nextPageUrl leads; absent: here. */
  linkOrigin?: string;
  /** What the security level does not allow. */
  forbids: (request: FakeRequest) => boolean;
  /** How much of the hour others have used. */
  othersUsed: number;
}

export const USUAL: AutotaskOptions = {
  clock: Date.now,
  port: 0,
  zone: 'zone16',
  forbids: () => false,
  othersUsed: 0,
};

export const THREADS = 3;
export const REQUESTS_AN_HOUR = 10_000;
