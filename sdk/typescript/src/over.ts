/** What both screens share: what has ended is remembered, so that late news cannot bring it back. */

/** Ids of requests and sessions that are over; bounded. */
export type Over = readonly string[];

const REMEMBERED = 32;

export function over(known: Over, ...ids: readonly string[]): Over {
  const fresh = ids.filter((id) => !known.includes(id));
  return fresh.length === 0 ? known : [...known, ...fresh].slice(-REMEMBERED);
}

/** A session goes one way: news that would lead it back are old. */
const ORDER = { pending_payment: 0, active: 1, ended: 2 } as const;

export function isOlder(news: { state: keyof typeof ORDER }, known: { state: keyof typeof ORDER }): boolean {
  return ORDER[news.state] < ORDER[known.state];
}

/** Without those that live again. */
export function alive(known: Over, ...ids: readonly string[]): Over {
  return known.filter((id) => !ids.includes(id));
}
