import { DEFAULT_CIPHERS } from 'node:tls';
import { UsageError } from '../../errors/usage-error.ts';
import type { TlsLimits } from '../../transport/tls-settings.ts';
import {
  allWords,
  alwaysThere,
  groups,
  idleSwitches,
  levels,
  neverThere,
  newSuites,
  oldSuiteBeginnings,
  oldSuiteEnds,
  oldVersions,
  type PriorityList,
  type PriorityLists,
  securityLevels,
  signatures,
  versions,
  wholeLists,
} from './tls-priority-words.ts';

const listNames = ['version', 'cipher', 'keyExchange', 'mac', 'group', 'signature'] as const;

/** What a priority string has come to so far. */
interface Priority {
  readonly lists: PriorityLists;
  /** OpenSSL's number of how weak keys and signatures may be. */
  readonly securityLevel: number | undefined;
}

/**
 * What Node is to allow by a priority string of GnuTLS, as `NORMAL:-VERS-ALL:+VERS-TLS1.2`. A list that is as NORMAL
 * has it is left to Node, and so is everything where the machine's policy is asked for (`@SYSTEM`). Throws a UsageError
 * for words that GnuTLS does not have, or that say what Node cannot do.
 */
export function tlsLimits(priority: string | undefined): TlsLimits {
  if (priority === undefined) return {};
  const wrong = (reason: string): UsageError =>
    new UsageError(`the TLS priority ${JSON.stringify(priority)} ${reason}`);
  const [first = '', ...changes] = priority.trim().toUpperCase().split(':');
  const base = first.startsWith('@') ? levels.get('NORMAL') : levels.get(first);
  if (base === undefined) throw wrong(`begins with ${first || 'nothing'} instead of a set, as NORMAL`);
  const { lists, securityLevel } = changes
    .filter((word) => word !== '')
    .reduce<Priority>((so, word) => changed(so, word, wrong), {
      lists: base,
      securityLevel: securityLevels.get(first),
    });
  return limitsOf(lists, securityLevel, wrong);
}

type Wrong = (reason: string) => UsageError;

function changed(so: Priority, word: string, wrong: Wrong): Priority {
  if (word.startsWith('%')) {
    if (idleSwitches.has(word)) return so;
    const securityLevel = securityLevels.get(word);
    if (securityLevel === undefined) throw wrong(`has ${word}, which Node's TLS has no switch for`);
    return { ...so, securityLevel };
  }
  const [sign, name] = [word.charAt(0), word.slice(1)];
  if (!'+-!'.includes(sign)) throw wrong(`has ${word}, where +, - or ! and a name belong`);
  const adds = sign === '+';
  const words = wordsOf(name);
  if (words === undefined) {
    if (adds ? alwaysThere.has(name) : neverThere.test(name)) return so;
    throw wrong(`has ${word}, which Node's TLS cannot do`);
  }
  const lists = { ...so.lists };
  for (const list of listNames) {
    // The oldest versions are only for those who ask for them by name, and not for all there are.
    const named = (words[list] ?? []).filter((each) => !adds || !oldVersions.includes(each) || each === name);
    const others = so.lists[list].filter((each) => !named.includes(each));
    // What is there already keeps its place.
    lists[list] = adds ? [...so.lists[list], ...named.filter((each) => !so.lists[list].includes(each))] : others;
  }
  return { ...so, lists };
}

/** What a word behind a sign stands for; `undefined` for those that are on no list. */
function wordsOf(name: string): Partial<PriorityLists> | undefined {
  const set = wholeLists.get(name) ?? levels.get(name);
  if (set !== undefined) return set;
  const word = name.replace(/^CURVE-/, 'GROUP-');
  const list = listNames.find((each) => allWords[each].includes(word));
  return list === undefined ? undefined : { [list]: [word] };
}

function limitsOf(lists: PriorityLists, securityLevel: number | undefined, wrong: Wrong): TlsLimits {
  const order = [...versions.keys()];
  const wanted = order.filter((version) => lists.version.includes(version));
  const [oldest, newest] = [wanted[0], wanted.at(-1)];
  if (oldest === undefined || newest === undefined) throw wrong('allows no version of TLS that Node has');
  if (order.indexOf(newest) - order.indexOf(oldest) >= wanted.length) {
    throw wrong(`leaves out versions between ${oldest} and ${newest}, which Node cannot`);
  }
  const suites = changedFromNormal(lists, 'cipher', 'keyExchange', 'mac')
    ? suitesOf(lists, newest === 'VERS-TLS1.3')
    : undefined;
  const hasOld = oldest !== 'VERS-TLS1.3' && suites?.old.length !== 0;
  if (suites?.new.length === 0 && !hasOld) throw wrong('allows no cipher that Node has');
  return {
    minVersion: hasOld ? versions.get(oldest) : 'TLSv1.3',
    maxVersion: versions.get(newest),
    // OpenSSL does the oldest versions only where it is told not to care.
    ciphers: cipherList(suites, hasOld, oldVersions.includes(oldest) ? 0 : securityLevel),
    groups: namesOf(lists, 'group', groups, wrong),
    signatures: namesOf(lists, 'signature', signatures, wrong),
  };
}

/** OpenSSL takes the level among the ciphers, and only beside one of those before TLS 1.3. */
function cipherList(suites: Suites | undefined, hasOld: boolean, level: number | undefined): string | undefined {
  if (level === undefined) return suites && [...suites.new, ...(hasOld ? suites.old : [])].join(':');
  if (suites === undefined) return `${DEFAULT_CIPHERS}:@SECLEVEL=${level}`;
  return [...suites.new, ...(hasOld ? suites.old : ['ECDHE-RSA-AES256-GCM-SHA384']), `@SECLEVEL=${level}`].join(':');
}

function changedFromNormal(lists: PriorityLists, ...names: readonly PriorityList[]): boolean {
  const normal = levels.get('NORMAL');
  return names.some((name) => lists[name].join() !== normal?.[name].join());
}

function namesOf(
  lists: PriorityLists,
  list: 'group' | 'signature',
  names: ReadonlyMap<string, string>,
  wrong: Wrong,
): string | undefined {
  if (!changedFromNormal(lists, list)) return undefined;
  if (lists[list].length === 0) throw wrong(`allows no ${list} that Node has`);
  return [...new Set(lists[list].map((word) => names.get(word)))].join(':');
}

/** Cipher suites by OpenSSL's names: those of TLS 1.3 and those before. */
interface Suites {
  readonly new: readonly string[];
  readonly old: readonly string[];
}

/** What can be put together from the lists; OpenSSL passes over what does not exist. */
function suitesOf({ cipher, keyExchange, mac }: PriorityLists, hasNew: boolean): Suites {
  const old = cipher.flatMap((word) =>
    mac.flatMap((hash) => {
      const end = oldSuiteEnds.get(word)?.[hash];
      return end === undefined ? [] : keyExchange.map((exchange) => `${oldSuiteBeginnings.get(exchange)}${end}`);
    }),
  );
  const aead = hasNew && mac.includes('AEAD') ? cipher : [];
  return { new: aead.map((word) => newSuites.get(word)).filter((name) => name !== undefined), old };
}
