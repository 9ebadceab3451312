import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TransportError } from '../../../src/errors/transport-error.ts';
import { connectChildProcess } from '../../../src/transport/child-process.ts';
import type { Transport } from '../../../src/transport/transport.ts';
import { SshLeftovers } from '../../support/ssh-leftovers.ts';
import { Recorder } from './recorder.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let leftovers: SshLeftovers;
beforeEach(() => {
  leftovers = new SshLeftovers();
});
afterEach(() => leftovers.areGone());

function start(script: string, signal?: AbortSignal): Promise<Transport> {
  const road = {
    description: 'test:program',
    secure: true,
    hint: (code: number | undefined) => (code === 9 ? 'nine' : undefined),
  };
  return connectChildProcess(
    { ...road, file: process.execPath, args: ['-e', script], environment: process.env },
    { signal },
  );
}

async function open(script: string): Promise<{ transport: Transport; recorder: Recorder }> {
  const transport = await start(script);
  const recorder = new Recorder();
  transport.open(recorder);
  return { transport, recorder };
}

const echo = 'process.stdin.pipe(process.stdout)';

describe('a program', () => {
  test('brings plain bytes both ways', async () => {
    const { transport, recorder } = await open(echo);
    const kinds = new Set<unknown>();
    const { data } = recorder;
    recorder.data = (chunk) => {
      kinds.add(Object.getPrototypeOf(chunk));
      data.call(recorder, chunk);
    };
    transport.write(bytes('\0to and '));
    transport.write(bytes('fro'));
    await recorder.until(({ length }) => length === 11);
    expect(recorder.text).toBe('\0to and fro');
    expect([...kinds]).toEqual([Uint8Array.prototype]);
    expect(transport).toMatchObject({ description: 'test:program', secure: true });
    expect(transport.encrypted).toBeUndefined();
    transport.destroy();
    transport.destroy();
    transport.close();
    await turn();
    expect(recorder.ends).toEqual([]);
  });

  test('may be started once more', async () => {
    const { transport } = await open(echo);
    const another = await transport.openAnother?.();
    transport.destroy();
    const recorder = new Recorder();
    another?.open(recorder);
    another?.write(bytes('\0alive'));
    await recorder.until(({ length }) => length === 6);
    another?.close();
  });

  test('tells its end behind its last bytes', async () => {
    const { recorder } = await open('process.stdout.write("\\0last words")');
    expect(await recorder.ended()).toBeUndefined();
    expect(recorder.text).toBe('\0last words');
  });

  test('tells its end to whoever listens only then', async () => {
    const transport = await start('process.exit(9)');
    await leftovers.areGone();
    const recorder = new Recorder();
    transport.open(recorder);
    const error = await recorder.ended();
    expect(error).toBeInstanceOf(TransportError);
    expect(error?.message).toBe('test:program ended with status 9 before the daemon said anything: nine');
  });

  test('that fails in the middle tells how', async () => {
    const { recorder } = await open('process.stdout.write("\\0"); console.error("oh"); process.exitCode = 5');
    expect(await recorder.ended()).toMatchObject({ exitCode: 5, signal: undefined, stderr: 'oh' });
  });

  test('that does not read makes the writer wait, and tells when to go on', async () => {
    const script =
      'process.stdout.write("\\0"); process.on("SIGUSR2", () => process.stdin.resume()); setInterval(() => {}, 1000)';
    const { transport, recorder } = await open(`${script}; process.stdout.write(String(process.pid))`);
    await recorder.until(({ text }) => /\d$/.test(text));
    let more = true;
    while (more) more = transport.write(new Uint8Array(64 * 1024));
    await turn();
    expect(recorder.drains).toBe(0);
    process.kill(Number(recorder.text.slice(1)), 'SIGUSR2');
    await recorder.until(({ drains }) => drains === 1);
    transport.destroy();
  });

  test('has to wait while it is paused', async () => {
    const total = 4 * 1024 * 1024;
    const script = `process.stdout.write(Buffer.alloc(${total}), () => console.error("written"))`;
    const { transport, recorder } = await open(script);
    transport.pause();
    await turn();
    await turn();
    const before = recorder.length;
    expect(before).toBeLessThan(total);
    transport.resume();
    await recorder.ended();
    expect(recorder.length).toBe(total);
  });

  test('gets what was written before close', async () => {
    const script =
      'let n = 0; process.stdin.on("data", (c) => n += c.length).on("end", () => require("fs").writeFileSync(process.env.OUT, String(n)))';
    const directory = mkdtempSync(join(tmpdir(), 'libvirt-rpc-'));
    const transport = await connectChildProcess({
      file: process.execPath,
      args: ['-e', script],
      environment: { ...process.env, OUT: `${directory}/out` },
      description: 'test:program',
      secure: false,
    });
    const recorder = new Recorder();
    transport.open(recorder);
    transport.write(new Uint8Array(3_000_000));
    transport.close();
    await leftovers.areGone();
    expect(readFileSync(`${directory}/out`, 'utf8')).toBe('3000000');
    expect(recorder.ends).toEqual([]);
    rmSync(directory, { recursive: true });
  });

  test('takes bytes after its end without a fuss', async () => {
    const { transport, recorder } = await open('process.stdout.write("\\0")');
    await recorder.ended();
    expect(transport.write(bytes('x'))).toBe(false);
    transport.close();
    expect(recorder.ends).toHaveLength(1);
  });

  test('is not started when the signal is aborted before, and ended when it is while it starts', async () => {
    const reason = new Error('changed my mind');
    await expect(start(echo, AbortSignal.abort(reason))).rejects.toMatchObject({ name: 'AbortError', cause: reason });
    const controller = new AbortController();
    const starting = start(echo, controller.signal);
    controller.abort();
    await expect(starting).rejects.toMatchObject({ name: 'AbortError' });
  });

  test.each([['/nonexistent/program'], ['a\0b']])('%j cannot be started', async (file) => {
    const starting = connectChildProcess({ file, args: [], environment: {}, description: 'test:x', secure: false });
    await expect(starting).rejects.toMatchObject({ name: 'TransportError', tried: ['test:x'] });
  });
});
