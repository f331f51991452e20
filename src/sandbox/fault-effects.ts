import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from './faults.ts';

/** Where a redirect fault can lead. */
export interface Surroundings {
  /** The path with query, as it was asked for. */
  readonly path: string;
  /** Another origin than the one that was asked. */
  readonly elsewhere: string;
  readonly origin: string;
}

/**
 * Lets a fault befall an answer.
 * @returns true when the answer is given (or will never be), false when the real one follows
 */
export async function inflict(
  fault: Fault,
  response: ServerResponse,
  around: Surroundings,
): Promise<boolean> {
  if (fault.delay !== undefined) await wait(fault.delay);
  if (fault.drop === 'before-headers') response.destroy();
  else if (fault.drop === 'after-headers') await begin(response, fault, () => response.destroy());
  else if (fault.stall) await begin(response, fault, () => {});
  else if (fault.redirect !== undefined) sendRedirect(fault, response, around);
  else if (fault.stream !== undefined) await pour(fault, response, fault.stream);
  else if (fault.status !== undefined) {
    response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
    response.end(fault.body ?? '');
  } else return false;
  return true;
}

/** Sends a head and a little of a body, then does what comes next. */
function begin(response: ServerResponse, fault: Fault, then: () => void): Promise<void> {
  response.writeHead(fault.status ?? 200, { 'content-type': 'application/json', ...fault.headers });
  return new Promise((resolve) => {
    response.write(fault.body ?? '{"values": [', () => {
      then();
      resolve();
    });
  });
}

function sendRedirect(fault: Fault, response: ServerResponse, around: Surroundings): void {
  const { redirect } = fault;
  const origin = redirect === 'loop' ? around.origin : around.elsewhere;
  const location = redirect instanceof URL ? redirect.href : origin + around.path;
  response.writeHead(fault.status ?? 302, { location, ...fault.headers });
  response.end();
}

const CHUNK = Buffer.alloc(64 * 1024, 'bitbucket sandbox ');

/** Writes bytes no faster than they are read, so that a gigabyte needs no memory here either. */
async function pour(fault: Fault, response: ServerResponse, length: number): Promise<void> {
  const type = { 'content-type': 'application/octet-stream' };
  response.writeHead(fault.status ?? 200, { ...type, ...fault.headers });
  for (let left = length; left > 0 && !response.destroyed; left -= CHUNK.length) {
    const chunk = left < CHUNK.length ? CHUNK.subarray(0, left) : CHUNK;
    if (!response.write(chunk)) await drained(response);
  }
  response.end();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
