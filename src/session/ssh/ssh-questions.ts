import { UsageError } from '../../errors/usage-error.ts';
import type { AskSsh, SshQuestion } from '../../transport/ssh/ssh-question.ts';
import { readAuthFile } from '../authentication/auth-file.ts';
import { orAborted } from '../authentication/or-aborted.ts';
import type { OpenTransportOptions } from '../open-transport-options.ts';
import type { LibvirtUri } from '../uri/uri.ts';

/** The mechanism by which `credentials` learns what a question is about. */
const mechanisms: Readonly<Record<SshQuestion['kind'], string>> = {
  passphrase: 'ssh-passphrase',
  password: 'ssh-password',
  answer: 'ssh-keyboard-interactive',
};

/** Makes the answers for one machine: the one that the URI names, or one on the way to it. */
export type SshQuestions = (host: string, isOnTheWay: boolean) => Promise<AskSsh | undefined>;

/**
 * Answers what SSH asks: auth.conf first, as in C, then what the program knows, then whom it asks. `undefined` where
 * there is nobody who could answer anything.
 */
export function sshQuestions(uri: LibvirtUri, options: OpenTransportOptions): SshQuestions {
  return (host, isOnTheWay) => questionsOf(uri, options, host, isOnTheWay);
}

async function questionsOf(
  uri: LibvirtUri,
  { caller, environment, signal }: OpenTransportOptions,
  host: string,
  isOnTheWay: boolean,
): Promise<AskSsh | undefined> {
  const { credentials } = caller;
  const password = (await readAuthFile(uri, 'ssh', host, environment))?.get('password');
  if (password === undefined && credentials === undefined) return undefined;
  return async ({ kind, prompt, echo }) => {
    // The file has passwords of users, and none of key files.
    if (password !== undefined && kind !== 'passphrase' && !echo) return password;
    if (typeof credentials !== 'function') {
      // A password is for the machine that the URI names and no other; a passphrase goes to none.
      return echo || (isOnTheWay && kind !== 'passphrase') ? undefined : credentials?.password;
    }
    const request = {
      kind: echo ? 'authname' : 'password',
      prompt,
      challenge: undefined,
      defaultValue: undefined,
      host,
      mechanism: mechanisms[kind],
      signal,
    } as const;
    const answering = Promise.resolve(credentials(request));
    const answer: unknown = await orAborted(answering, 'asking for credentials', signal);
    if (answer === undefined || answer === null) return undefined;
    if (typeof answer !== 'string') throw new UsageError('credentials: the answer is no string');
    return answer;
  };
}
