import type { FakeRequest } from '../fake-server.js';

export interface FakeAccount {
  clientId: string;
  clientSecret: string;
}

export interface HaloOptions {
  clock: () => number;
  /** 0: any free one. */
  port: number;
  /** Whether there is an authinfo at all. */
  hasAuthInfo: boolean;
  /** What authinfo says of where to sign in: a path here or a URL; undefined: authinfo says nothing. */
  authUrl: string | undefined;
  /** Undefined: this is somebody's own server, which knows no tenants. */
  tenant: string | undefined;
  /** Whether authinfo says which tenant this is. */
  saysTenant: boolean;
  tokenSeconds: number;
  /** What the application or its agent may not do. */
  forbids: (request: FakeRequest) => boolean;
  /** Whether `lastupdatefromdate` is understood. */
  knowsChanges: boolean;
  /** Larger pages are cut to this. */
  largestPage: number;
  /** Whether lists and searches show the second and the third address of a user. */
  listsAllAddresses: boolean;
  /** What a creation is answered with. */
  answersCreation: 'users' | 'object' | 'array';
}

export const USUAL: HaloOptions = {
  clock: Date.now,
  port: 0,
  hasAuthInfo: true,
  authUrl: '/auth',
  tenant: 'northwind',
  saysTenant: true,
  tokenSeconds: 3_600,
  forbids: () => false,
  knowsChanges: true,
  largestPage: 100,
  listsAllAddresses: true,
  answersCreation: 'object',
};
