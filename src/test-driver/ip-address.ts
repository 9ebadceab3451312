/** The bytes of an address: 4 of IPv4, or 16 of IPv6; `undefined` for text that is none. */
export function parseIpAddress(text: string): Uint8Array | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  const isAddress = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
  return isAddress ? Uint8Array.from(parts, Number) : undefined;
}

function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(parseGroups);
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === 16 ? Uint8Array.from(head) : undefined;
  if (tail === undefined || head.length + tail.length > 14) return undefined;
  const gap = new Array<number>(16 - head.length - tail.length).fill(0);
  return Uint8Array.from([...head, ...gap, ...tail]);
}

/** The bytes of groups of hexadecimal digits; the last one may be an address of IPv4. */
function parseGroups(text: string): number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':').map((group, at, all): readonly number[] | undefined => {
    if (group.includes('.')) return at === all.length - 1 ? Array.from(parseIpv4(group) ?? []) : undefined;
    if (!/^[\da-f]{1,4}$/i.test(group)) return undefined;
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
  return groups.some((group) => group === undefined || group.length === 0)
    ? undefined
    : groups.flatMap((group) => group ?? []);
}

/** The address as it is usually written: of IPv6, the longest row of zeros is left out. */
export function formatIpAddress(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0));
  const row = longestRowOfZeros(groups);
  const write = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  if (row === undefined) return write(groups);
  return `${write(groups.slice(0, row.from))}::${write(groups.slice(row.from + row.length))}`;
}

function longestRowOfZeros(groups: readonly number[]): { from: number; length: number } | undefined {
  const rows = groups.map((_, from) => {
    const end = groups.findIndex((group, at) => at >= from && group !== 0);
    return { from, length: (end < 0 ? groups.length : end) - from };
  });
  const longest = Math.max(...rows.map(({ length }) => length));
  return longest < 2 ? undefined : rows.find(({ length }) => length === longest);
}

/** How many of the first bits of a netmask are set. */
export function maskPrefix(mask: Uint8Array): number {
  const bits = [...mask].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const end = bits.indexOf('0');
  return end < 0 ? bits.length : end;
}
