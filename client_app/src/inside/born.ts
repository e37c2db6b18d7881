/** When something was made: a UUIDv7 begins with the milliseconds since 1970 (RFC 9562, 5.7). */
export function bornAt(id: string): string {
  return new Date(parseInt(id.replace(/-/g, "").slice(0, 12), 16)).toISOString();
}
