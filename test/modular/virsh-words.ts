/** The message of the error that a command of virsh ended with; it tells before that what it had wanted. */
export function lastError(stderr: string): string {
  const messages = stderr.split('\n').flatMap((line) => /^error: (.*)$/.exec(line)?.[1] ?? []);
  return messages.at(-1) ?? stderr;
}
