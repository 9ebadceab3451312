import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readRecording } from '../../../src/diagnostics/recording/read-recording.ts';
import { startRecording } from '../../../src/diagnostics/recording/session-recording.ts';
import { ConnectionError } from '../../../src/errors/connection-error.ts';

const directory = mkdtempSync(join(tmpdir(), 'libvirt-rpc-recording-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** A packet of hexadecimal words, its length in front. */
function packet(words: string): Uint8Array {
  const rest = Buffer.from(words.replaceAll(' ', ''), 'hex');
  const bytes = Buffer.concat([Buffer.alloc(4), rest]);
  bytes.writeUInt32BE(bytes.length);
  return new Uint8Array(bytes);
}

const lookup = packet('20008086 00000001 00000017 00000000 00000005 00000000 00000004 77656231');
const withDescriptors = packet('20008086 00000001 00000017 00000005 00000004 00000000 00000002');
const pong = packet('6b656570 00000001 00000002 00000002 00000000 00000000');

test('a recording has the packets that were sent, however they were cut, and each that came', async () => {
  const path = join(directory, 'cut.jsonl');
  const tap = startRecording(path).connection('qemu', 'unix:/run/libvirt/libvirt-sock');
  for (const byte of lookup) tap.sent(Uint8Array.of(byte));
  tap.received(withDescriptors);
  tap.received(pong);
  tap.ended(new ConnectionError(`the connection failed: passwd='hunter2'`, 'error'));
  const [connection] = await readRecording(path);
  expect(connection).toMatchObject({ driver: 'qemu', ended: 'error' });
  expect(connection?.frames.map(({ from, frame }) => [from, frame.program, frame.serial])).toEqual([
    ['client', 0x20008086, 5],
    ['daemon', 0x20008086, 4],
    ['daemon', 0x6b656570, 0],
  ]);
  expect(connection?.frames[0]?.frame.bytes).toEqual(lookup);
  const lines = readFileSync(path, 'utf8').split('\n');
  expect(lines[2]).toContain('"from":"client","type":"CALL","procedure":"domainLookupByName","serial":5,"status":"OK"');
  expect(lines.join()).not.toContain('hunter2');
});

test('a recording whose end is missing is read as far as it goes', async () => {
  const path = join(directory, 'killed.jsonl');
  startRecording(path).connection('test', 'memory').sent(lookup);
  appendFileSync(path, '{"connection":1,"fro');
  const [connection] = await readRecording(path);
  expect(connection?.frames.length).toBe(1);
  expect(connection?.ended).toBeUndefined();
});
