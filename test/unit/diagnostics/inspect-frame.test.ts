import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { describeFrame } from '../../../src/diagnostics/inspect/frame-description.ts';
import { inspectFrame } from '../../../src/diagnostics/inspect/inspect-frame.ts';
import { describeFrames } from '../../../src/diagnostics/inspect/inspect-frames.ts';
import { readRecording } from '../../golden/recording.ts';
import { Random } from '../../support/random-values.ts';

const goldens = join(import.meta.dirname, '../../golden/goldens');
const names = readdirSync(goldens);

/** A frame from hexadecimal words, its length in front. */
function frameOf(words: string, payload: Uint8Array = new Uint8Array()): Uint8Array {
  const head = Buffer.from(words.replaceAll(' ', ''), 'hex');
  const frame = Buffer.concat([Buffer.alloc(4), head, payload]);
  frame.writeUInt32BE(frame.length);
  return new Uint8Array(frame);
}

const lookup = frameOf('20008086 00000001 00000017 00000000 00000005 00000000 00000004', Buffer.from('web1'));

describe('a packet in words', () => {
  test('names program, procedure, type, serial, status and fields', () => {
    expect(inspectFrame(lookup)).toBe(
      ['CALL remote domainLookupByName, serial 5, OK, 36 bytes', '  name: "web1"'].join('\n'),
    );
    expect(describeFrame(lookup)).toEqual({
      length: 36,
      program: 0x20008086,
      programName: 'remote',
      version: 1,
      procedure: 23,
      procedureName: 'domainLookupByName',
      type: 'CALL',
      serial: 5,
      status: 'OK',
      payloadLength: 8,
      fields: { name: 'web1' },
      problems: [],
    });
  });

  test.each([
    [
      'no bytes at all',
      new Uint8Array(),
      /no type no program no procedure.*\n {2}! 0 bytes are less than a header of 28/,
    ],
    ['half a header', lookup.subarray(0, 14), /CALL|no type remote no procedure[\s\S]*! 14 bytes are less/],
    [
      'a payload cut off',
      frameOf('20008086 00000001 00000017 00000000 00000005 00000000 00000004'),
      /domainLookupByName[\s\S]*! name: .* at byte 28/,
    ],
    [
      'bytes left over',
      frameOf('20008086 00000001 00000017 00000000 00000005 00000000 00000000 00000000'),
      /! 4 bytes left over at byte 32/,
    ],
    [
      'a type that is none',
      frameOf('20008086 00000001 00000017 00000009 00000005 00000000'),
      /^9 remote[\s\S]*! 9 is no message type/,
    ],
    [
      'a status that is none',
      frameOf('20008086 00000001 00000017 00000000 00000005 00000007'),
      /, 7, [\s\S]*! 7 is no message status/,
    ],
    [
      'a program that is none',
      frameOf('00000001 00000001 00000017 00000000 00000005 00000000 00000000'),
      /CALL program 1 procedure 23[\s\S]*! 1 is no program[\s\S]*! a payload of 4 bytes/,
    ],
    [
      'a wrong length',
      Buffer.concat([Buffer.from('000000ff', 'hex'), lookup.subarray(4)]),
      /! its length says 255, not 36/,
    ],
    [
      'too great a length',
      Buffer.concat([Buffer.from('ffffffff', 'hex'), lookup.subarray(4)]),
      /! its length is over the limit/,
    ],
  ])('tells what is wrong: %s', (_, bytes, expected) => {
    expect(inspectFrame(new Uint8Array(bytes))).toMatch(expected);
  });

  test('shows no secret', () => {
    const password = 'hunter2-hunter2';
    const value = Buffer.concat([Buffer.from([0, 0, 0, 15]), Buffer.from(`${password}\0`), Buffer.alloc(4)]);
    const secret = Buffer.concat([Buffer.alloc(16, 1), Buffer.alloc(8), value]);
    const text = inspectFrame(frameOf('20008086 00000001 00000090 00000000 00000005 00000000', secret));
    expect(text).toContain('secretSetValue');
    expect(text).toContain('value: (redacted)');
    expect(text).not.toContain('hunter2');
  });

  test.each(names)('every packet of %s is known, and decoded to its last byte', (name) => {
    const faults = readRecording(join(goldens, name))
      .map(({ frame }) => ({ frame: describeFrame(frame), text: inspectFrame(frame) }))
      .filter(({ frame, text }) => frame.problems.length > 0 || frame.procedureName === undefined || text.length < 10);
    expect(faults).toEqual([]);
  });

  test('nothing that is done to the bytes makes it throw', () => {
    const random = new Random(20);
    const seeds = readRecording(join(goldens, 'test-9.0.0.rec.gz')).map(({ frame }) => frame);
    let withProblems = 0;
    for (let round = 0; round < 20_000; round++) {
      const seed = seeds[random.below(seeds.length)] ?? lookup;
      const bytes = seed.slice(0, random.below(4) === 0 ? random.below(seed.length) : seed.length);
      for (let i = random.below(4); i > 0 && bytes.length > 0; i--)
        bytes[random.below(bytes.length)] = random.below(256);
      expect(typeof inspectFrame(bytes)).toBe('string');
      if (describeFrame(bytes).problems.length > 0) withProblems++;
    }
    expect(withProblems).toBeGreaterThan(2000);
  });
});

describe('a stream of packets', () => {
  async function all(chunks: Iterable<Uint8Array>): Promise<string[]> {
    const found: string[] = [];
    for await (const { procedureName, problems } of describeFrames(chunks)) {
      found.push([procedureName ?? 'none', ...problems].join(': '));
    }
    return found;
  }

  test('is described packet for packet however it is cut', async () => {
    const frames = readRecording(join(goldens, 'test-9.0.0.rec.gz')).slice(0, 50);
    const toServer = Buffer.concat(
      frames.filter(({ direction }) => direction === 'to-server').map(({ frame }) => frame),
    );
    const whole = await all([toServer]);
    expect(whole.slice(0, 2)).toEqual(['authList', 'connectSupportsFeature'].slice(0, 2));
    const bytewise = Array.from({ length: toServer.length }, (_, at) => toServer.subarray(at, at + 1));
    expect(await all(bytewise)).toEqual(whole);
  });

  test('ends at bytes that are no packet, and says where', async () => {
    const bad = Buffer.from('00000003ffffffff', 'hex');
    expect(await all([lookup, bad, lookup])).toEqual([
      'domainLookupByName',
      expect.stringMatching(/^none: byte 36 of the stream begins no packet: packet of 3 bytes is shorter/),
    ]);
  });

  test('goes on behind the bytes that travel with file descriptors', async () => {
    const withDescriptors = frameOf('20008086 00000001 00000017 00000004 00000005 00000000 00000002 00000000');
    expect(await all([withDescriptors, Uint8Array.of(0), Uint8Array.of(0), lookup])).toEqual([
      'domainLookupByName',
      'domainLookupByName',
    ]);
  });

  test('says where it ends within a packet', async () => {
    expect(await all([lookup, lookup.subarray(0, 30)])).toEqual([
      'domainLookupByName',
      'none: the stream ends within the packet that begins at 36',
    ]);
  });
});
