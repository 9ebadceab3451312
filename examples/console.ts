/*
 * A guest's console in this terminal, as `virsh console` has it: Ctrl-] leaves it, and whatever ends it, the terminal is
 * again as it was. Without a domain it tells which ones run.
 *
 *   node examples/dist/console.js qemu:///system web1
 */
import { once } from 'node:events';
import { connect, type Domain } from 'libvirt-rpc';

const ctrlBracket = 0x1d;
const { stdin, stdout, stderr } = process;
const [uri = 'test:///default', name] = process.argv.slice(2);

await using connection = await connect(uri, { timeout: 10_000 });
if (name === undefined) {
  for (const domain of await connection.listAllDomains()) {
    if (await domain.isActive()) console.log(`${domain.name} runs`);
  }
} else if (!stdin.isTTY) {
  stderr.write('a console needs a terminal\n');
  process.exitCode = 1;
} else {
  const how = await talk(await connection.lookupDomainByName(name));
  console.log(`\n${how}`);
}

/** Connects terminal and guest until one of them has enough; resolves to who it was. */
async function talk(domain: Domain): Promise<string> {
  await using guest = await domain.openConsole();
  const leaving = new AbortController();
  const leave = (why: string): void => leaving.abort(why);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

  const onKeys = (keys: Buffer): void => {
    const leavesAt = keys.indexOf(ctrlBracket);
    const typed = leavesAt < 0 ? keys : keys.subarray(0, leavesAt);
    // A guest that does not read is not typed at any further; Ctrl-] has to be seen even then.
    if (typed.length > 0 && !guest.writableNeedDrain) guest.write(typed);
    if (leavesAt >= 0) leave(`left ${domain.name}`);
  };
  guest.once('error', (error) => leave(`${domain.name}: ${error.message}`));
  guest.once('end', () => leave(`${domain.name} has closed its console`));
  for (const signal of signals) process.once(signal, leave);
  // Before the keys, so that nothing is printed in raw mode that is not the guest's.
  console.log(`the console of ${domain.name}; Ctrl-] leaves it`);
  stdin.setRawMode(true);
  const restore = (): void => {
    stdin.setRawMode(false);
  };
  // For what nobody has thought of: an exception, or another's process.exit().
  process.once('exit', restore);
  try {
    guest.pipe(stdout, { end: false });
    stdin.on('data', onKeys);
    if (!leaving.signal.aborted) await once(leaving.signal, 'abort');
    return String(leaving.signal.reason);
  } finally {
    restore();
    process.off('exit', restore);
    for (const signal of signals) process.off(signal, leave);
    stdin.off('data', onKeys).pause();
    guest.unpipe(stdout);
  }
}
