import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes, and the type that they are of. */
export interface Message {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** What C made of some bytes: how many it took, and what it wrote for the value; `undefined` when it refused. */
export type CAnswer = { readonly taken: number; readonly bytes: Uint8Array } | undefined;

/** Whether this machine can turn protocol files into C codecs. */
export const canCompile =
  existsSync('/usr/include/tirpc/rpc/xdr.h') &&
  ['rpcgen', 'gcc'].every((program) => spawnSync(program, ['--version']).status === 0);

/** The codecs that rpcgen makes from a protocol file, in a program of their own. */
export class CCodecs {
  readonly #folder = mkdtempSync(join(tmpdir(), 'rpcgen-'));
  readonly #numbers: ReadonlyMap<string, number>;

  constructor(protocol: string, types: readonly string[]) {
    this.#numbers = new Map(types.map((type, number) => [type, number]));
    const run = (program: string, ...args: string[]): unknown => execFileSync(program, args, { cwd: this.#folder });
    const write = (name: string, text: string): void => writeFileSync(join(this.#folder, name), text);
    write('protocol.x', protocol);
    write('types.inc', types.map((type) => `{ (xdrproc_t) xdr_${type}, sizeof(${type}) },\n`).join(''));
    run('rpcgen', '-h', '-o', 'protocol.h', 'protocol.x');
    run('rpcgen', '-c', '-o', 'protocol.c', 'protocol.x');
    // rpcgen's code has unused variables, and leaves `bool` for bool_t in arrays.
    const flags = ['-w', '-Dbool=bool_t', '-I.', '-I/usr/include/tirpc'];
    run('gcc', ...flags, '-o', 'driver', join(import.meta.dirname, 'driver.c'), 'protocol.c', '-ltirpc');
  }

  /** Decodes and encodes each of the messages in C. */
  ask(messages: readonly Message[]): CAnswer[] {
    const input = Buffer.concat(messages.flatMap(({ type, bytes }) => [this.#head(type, bytes.length), bytes]));
    const limits = { maxBuffer: input.length * 2 + 2 ** 20, timeout: 30_000 };
    const { status, signal, stdout } = spawnSync(join(this.#folder, 'driver'), { input, ...limits });
    if (status !== 0) throw new Error(`the C codecs ended with ${status ?? signal}`);
    let at = 0;
    return messages.map(() => {
      const taken = stdout.readInt32BE(at);
      const start = at + 8;
      at = start + stdout.readUInt32BE(at + 4);
      return taken < 0 ? undefined : { taken, bytes: stdout.subarray(start, at) };
    });
  }

  #head(type: string, length: number): Buffer {
    const number = this.#numbers.get(type);
    if (number === undefined) throw new Error(`no C codec of ${type}`);
    const head = Buffer.alloc(8);
    head.writeUInt32BE(number);
    head.writeUInt32BE(length, 4);
    return head;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
