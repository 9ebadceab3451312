import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readRecording } from './recording.ts';

const directory = join(import.meta.dirname, 'goldens');
const call = 0;
const message = 2;
const programs = { remote: 0x20008086, qemu: 0x20008087, lxc: 0x00068000, admin: 0x06900690, keepalive: 0x6b656570 };

function headers(name: string) {
  return readRecording(join(directory, name)).map(({ direction, frame }) => {
    const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.length);
    return {
      direction,
      program: bytes.readUInt32BE(4),
      version: bytes.readUInt32BE(8),
      procedure: bytes.readInt32BE(12),
      type: bytes.readInt32BE(16),
      status: bytes.readInt32BE(24),
    };
  });
}

const names = readdirSync(directory);

describe.each(names)('%s', (name) => {
  test('holds calls, answers and nothing but known kinds of frames', () => {
    const frames = headers(name);
    expect(frames.filter(({ direction, type }) => direction === 'to-server' && type === call).length).toBeGreaterThan(
      10,
    );
    const unknown = frames.filter(
      ({ direction, program, version, type, status }) =>
        !Object.values(programs).includes(program) ||
        version !== 1 ||
        !(direction === 'to-server' ? [0, 2, 3, 6] : [1, 2, 3, 5, 6]).includes(type) ||
        ![0, 1, 2].includes(status),
    );
    expect(unknown).toEqual([]);
  });
});

test('the recordings together hold nearly every procedure', () => {
  const calls = new Set<string>();
  const events = new Set<string>();
  for (const { program, procedure, type } of names.flatMap(headers)) {
    if (program !== programs.keepalive && (type === call || type === message)) {
      (type === call ? calls : events).add(`${program}:${procedure}`);
    }
  }
  expect(calls.size).toBeGreaterThanOrEqual(400);
  expect(events.size).toBeGreaterThanOrEqual(33);
});
