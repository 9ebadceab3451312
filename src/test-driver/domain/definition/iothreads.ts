import { ErrorDomain } from '../../../generated/api-enums.ts';
import { unsupportedConfiguration, xmlFault } from '../../fault.ts';
import { childNamed, childrenNamed, childText, element, type XmlElement } from '../../xml/element.ts';
import { optionalSignedAttribute, positiveAttribute } from '../../xml/integer-attribute.ts';

/** A thread that does the input and output of a domain's devices. */
export interface IoThread {
  readonly id: number;
  /** Whether it is there only because the definition says how many there are. */
  readonly unnamed: boolean;
  /** How many threads of its own it begins with, and may come to have. */
  readonly poolMinimum: number | undefined;
  readonly poolMaximum: number | undefined;
}

/** Marks threads in the tree that nobody has named; it is never written. */
const unnamedMark = 'unnamed';
/** The number is written by hand, and each thread is kept. */
const mostThreads = 65_536;

export function namedIoThread(id: number): IoThread {
  return { id, unnamed: false, poolMinimum: undefined, poolMaximum: undefined };
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function readThread({ attributes }: XmlElement): IoThread {
  return {
    id: Number(attributes.get('id')),
    unnamed: attributes.has(unnamedMark),
    poolMinimum: numberOf(attributes.get('thread_pool_min')),
    poolMaximum: numberOf(attributes.get('thread_pool_max')),
  };
}

/** The threads of a domain, as its tree has them. */
export function readIoThreads(domain: XmlElement): IoThread[] {
  const threads = childNamed(domain, 'iothreadids');
  return threads === undefined ? [] : childrenNamed(threads, 'iothread').map(readThread);
}

/** The part of the tree that holds them; `undefined` when there is none. */
export function keepIoThreads(threads: readonly IoThread[]): XmlElement | undefined {
  if (threads.length === 0) return undefined;
  const elements = threads.map(({ id, unnamed, poolMinimum, poolMaximum }) =>
    element('iothread', {
      id: String(id),
      thread_pool_min: poolMinimum?.toString(),
      thread_pool_max: poolMaximum?.toString(),
      [unnamedMark]: unnamed ? '' : undefined,
    }),
  );
  return element('iothreadids', {}, elements);
}

/** The threads that a document names, and as many more as it says that there are. */
export function parseIoThreads(root: XmlElement): XmlElement | undefined {
  const text = childText(root, 'iothreads');
  if (text !== undefined && !/^\s*\+?\d{1,9}$/.test(text)) {
    throw xmlFault(ErrorDomain.DOMAIN, `invalid iothreads count '${text}'`);
  }
  const threads = readNamed(root);
  const count = Math.max(Number(text ?? 0), threads.length);
  if (count > mostThreads) throw xmlFault(ErrorDomain.DOMAIN, `invalid iothreads count '${count}'`);
  const taken = new Set(threads.map(({ id }) => id));
  for (let id = 1; threads.length < count; id++) {
    if (!taken.has(id)) threads.push({ ...namedIoThread(id), unnamed: true });
  }
  for (const thread of threads) checkPool(thread);
  return keepIoThreads(threads);
}

/** Whoever says with how many threads it begins has to say how many there may be. */
function checkPool({ poolMinimum, poolMaximum }: IoThread): void {
  if (poolMaximum === 0) {
    const detail = 'thread_pool_max must be a positive integer';
    throw unsupportedConfiguration(ErrorDomain.DOMAIN, detail);
  }
  if (poolMinimum === undefined || poolMinimum <= (poolMaximum ?? -1)) return;
  const detail = 'thread_pool_min must be smaller or equal to thread_pool_max';
  throw unsupportedConfiguration(ErrorDomain.DOMAIN, detail);
}

function readNamed(root: XmlElement): IoThread[] {
  const given = childNamed(root, 'iothreadids');
  const seen = new Set<number>();
  return (given === undefined ? [] : childrenNamed(given, 'iothread')).map((thread) => {
    const read = {
      id: positiveAttribute(thread, 'id'),
      unnamed: false,
      poolMinimum: optionalSignedAttribute(thread, 'thread_pool_min'),
      poolMaximum: optionalSignedAttribute(thread, 'thread_pool_max'),
    };
    if (seen.has(read.id)) throw xmlFault(ErrorDomain.DOMAIN, `duplicate iothread id '${read.id}' found`);
    seen.add(read.id);
    return read;
  });
}

/** What is written of them: how many there are, and their numbers where somebody has said something of one. */
export function shownIoThreads(threads: readonly IoThread[]): XmlElement[] {
  if (threads.length === 0) return [];
  const count = element('iothreads', {}, [String(threads.length)]);
  const isPlain = ({ unnamed, poolMinimum, poolMaximum }: IoThread): boolean =>
    unnamed && poolMinimum === undefined && poolMaximum === undefined;
  const named = keepIoThreads(threads.map((thread) => ({ ...thread, unnamed: false })));
  return named === undefined || threads.every(isPlain) ? [count] : [count, named];
}
