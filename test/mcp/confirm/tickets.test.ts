import { expect, test } from 'vitest';
import { Tickets } from '../../../src/mcp/confirm/tickets.ts';

test('a ticket is good once, for its work and its holder, and keeps while it waits', () => {
  const tickets = new Tickets();
  const ticket = tickets.issue('agent', 'a');
  expect(ticket).toMatch(/^[0-9a-f]{16}$/);
  expect(tickets.issue('agent', 'a')).toBe(ticket);
  expect(tickets.redeem('client', 'a', ticket)).toBe(false);
  expect(tickets.redeem('agent', 'b', ticket)).toBe(false);
  expect(tickets.redeem('agent', 'a', ticket)).toBe(true);
  expect(tickets.redeem('agent', 'a', ticket)).toBe(false);
  expect(tickets.issue('agent', 'a')).not.toBe(ticket);
});

test('nobody has a ticket of work that was not shown', () => {
  const tickets = new Tickets();
  for (const guess of [undefined, null, '', 'a', '0000000000000000'])
    expect(tickets.redeem('agent', 'a', guess)).toBe(false);
});

test('of very many works the oldest are forgotten', () => {
  const tickets = new Tickets();
  const first = tickets.issue('agent', 'first');
  const second = tickets.issue('agent', 'second');
  tickets.issue('agent', 'first');
  for (let at = 0; at < 999; at += 1) tickets.issue('agent', String(at));
  expect(tickets.redeem('agent', 'second', second)).toBe(false);
  expect(tickets.redeem('agent', 'first', first)).toBe(true);
});

test('a ticket is good for half an hour after it was last shown', () => {
  let now = 0;
  const tickets = new Tickets(() => now);
  const ticket = tickets.issue('agent', 'a');
  now = 29 * 60_000;
  expect(tickets.issue('agent', 'a')).toBe(ticket);
  now = 58 * 60_000;
  expect(tickets.issue('agent', 'b')).not.toBe(ticket);
  now = 59 * 60_000;
  expect(tickets.redeem('agent', 'a', ticket)).toBe(false);
  expect(tickets.issue('agent', 'a')).not.toBe(ticket);
});

test('what agents were shown is void once their user has not agreed; open questions are not', () => {
  const tickets = new Tickets();
  const [agents, clients] = [tickets.issue('agent', 'a'), tickets.issue('client', 'b')];
  tickets.revoke();
  expect(tickets.redeem('agent', 'a', agents)).toBe(false);
  expect(tickets.redeem('client', 'b', clients)).toBe(true);
});
