import type { ServerResponse } from 'node:http';
import { setTimeout as passed } from 'node:timers/promises';
import type { FakeAnswer } from './fake-server.js';
import type { Misdeed } from './misbehaviour.js';

type Ending = Exclude<Misdeed, { do: 'delay' | 'delay-answer' | 'wait' | 'hide-new' }>;

const NO_ENDING = ['delay', 'delay-answer', 'wait', 'hide-new'];

const MORE_THAN_ANYBODY_READS = 2 * 1024 * 1024;

/** Does the work and answers, as far as the misdeeds allow. A client that has gone away does not stop the work. */
export async function respond(response: ServerResponse, deeds: Misdeed[], work: () => FakeAnswer): Promise<void> {
  const ending = deeds.find(isEnding);
  await waited(deeds, 'delay');
  if (ending && !comesAfterWork(ending)) return end(response, ending, { status: 200 });
  const answer = work();
  await waited(deeds, 'delay-answer');
  await Promise.all(deeds.map((deed) => deed.do === 'wait' && deed.for));
  if (ending) return end(response, ending, answer);
  send(response, answer);
}

function isEnding(deed: Misdeed): deed is Ending {
  return !NO_ENDING.includes(deed.do);
}

function comesAfterWork(deed: Ending): boolean {
  return deed.do === 'status' ? deed.after === true : ['drop-after', 'huge', 'stall'].includes(deed.do);
}

async function waited(deeds: Misdeed[], which: 'delay' | 'delay-answer'): Promise<void> {
  const ms = deeds.reduce((sum, deed) => sum + (deed.do === which ? deed.ms : 0), 0);
  if (ms > 0) await passed(ms);
}

function end(response: ServerResponse, deed: Ending, answer: FakeAnswer): void {
  switch (deed.do) {
    case 'drop-before':
    case 'drop-after':
      return void response.socket?.destroy();
    case 'hang':
      return;
    case 'status':
      return send(response, deed);
    case 'html':
      response.writeHead(deed.status ?? 200, { 'Content-Type': 'text/html' });
      return void response.end('<!doctype html><title>Proxy</title><p>Please sign in to the network.</p>');
    case 'redirect':
      return void response.writeHead(302, { Location: deed.to }).end();
    case 'huge':
      response.writeHead(answer.status, { 'Content-Type': 'application/json' });
      return void response.end(JSON.stringify(answer.body) + ' '.repeat(MORE_THAN_ANYBODY_READS));
    case 'stall': {
      const text = JSON.stringify(answer.body);
      response.writeHead(answer.status, { 'Content-Type': 'application/json', 'Content-Length': text.length });
      return void response.write(text.slice(0, text.length / 2));
    }
  }
}

function send(response: ServerResponse, { status, headers = {}, body, text }: FakeAnswer): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers });
  response.end(text ?? (body === undefined ? '' : JSON.stringify(body)));
}
