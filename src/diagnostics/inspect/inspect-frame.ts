import { formatUuid } from '../../protocol/uuid.ts';
import { redacted } from '../redact/secret-words.ts';
import { describeFrame, type FrameDescription } from './frame-description.ts';

/** The longest text, and the most bytes and elements, that are shown of one field. */
const longestText = 400;
const mostBytes = 64;
const mostElements = 32;

/**
 * A packet in words, on one line and one for each field, without secrets. It never throws: what is wrong with the bytes
 * is told on lines that begin with `!`.
 *
 * @example
 * console.log(inspectFrame(packet));
 * // CALL remote domainLookupByName, serial 5, OK, 40 bytes
 * //   name: "web1"
 */
export function inspectFrame(bytes: Uint8Array): string {
  return formatFrame(describeFrame(bytes));
}

/** {@link inspectFrame} for a packet that has been described already. */
export function formatFrame(frame: FrameDescription): string {
  const { type, programName, program, procedureName, procedure, serial, status, length, payloadLength } = frame;
  const place = [programName ?? told('program', program), procedureName ?? told('procedure', procedure)].join(' ');
  const parts = [
    `${type ?? 'no type'} ${place}`,
    told('serial', serial),
    status ?? 'no status',
    `${length ?? 0} bytes`,
  ];
  const lines = [parts.join(', ')];
  const { fields } = frame;
  if (typeof fields === 'object' && fields !== null) {
    for (const [field, value] of Object.entries(fields)) lines.push(`  ${field}: ${shown(value, field)}`);
  } else if (type === 'STREAM' && payloadLength > 0) lines.push(`  ${payloadLength} bytes of data`);
  for (const problem of frame.problems) lines.push(`  ! ${problem}`);
  return lines.join('\n');
}

function told(what: string, number: number | undefined): string {
  return number === undefined ? `no ${what}` : `${what} ${number}`;
}

function shown(value: unknown, field: string): string {
  if (typeof value === 'string') return value === redacted ? `(${redacted})` : JSON.stringify(cut(value));
  if (value instanceof Uint8Array) return shownBytes(value, field);
  if (Array.isArray(value)) {
    const elements = value.slice(0, mostElements).map((each: unknown) => shown(each, field));
    if (value.length > mostElements) elements.push(`… ${value.length} in all`);
    return `[${elements.join(', ')}]`;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = Object.entries(value).map(([name, each]) => `${name}: ${shown(each, name)}`);
  return `{ ${inner.join(', ')} }`;
}

function shownBytes(bytes: Uint8Array, field: string): string {
  if (field === 'uuid' && bytes.length === 16) return formatUuid(bytes);
  const text = String.fromCharCode(...bytes.subarray(0, mostBytes));
  if (text === redacted) return `(${redacted})`;
  const hex = Array.from(bytes.subarray(0, mostBytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return bytes.length > mostBytes ? `0x${hex}… ${bytes.length} bytes` : `0x${hex}`;
}

function cut(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
