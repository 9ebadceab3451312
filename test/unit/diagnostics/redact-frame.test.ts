import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { describeFrame } from '../../../src/diagnostics/inspect/frame-description.ts';
import { redactFrame } from '../../../src/diagnostics/recording/redact-frame.ts';
import { NetMessageStatus, NetMessageType } from '../../../src/generated/net-types.ts';
import type { Frame } from '../../../src/rpc/frame.ts';
import { FrameDecoder } from '../../../src/rpc/frame-decoder.ts';
import { readRecording } from '../../golden/recording.ts';

const goldens = join(import.meta.dirname, '../../golden/goldens');

function framesOf(bytes: Uint8Array): Frame[] {
  const frames: Frame[] = [];
  new FrameDecoder((frame) => frames.push(frame)).push(bytes);
  return frames;
}

describe('packets of real conversations without their secrets', () => {
  test.each(readdirSync(goldens))('%s', (name) => {
    let secrets = 0;
    for (const { frame: bytes } of readRecording(join(goldens, name))) {
      const [frame] = framesOf(bytes);
      if (frame === undefined) throw new Error('no packet');
      const redacted = redactFrame(frame, bytes);
      const [again] = framesOf(redacted.bytes);
      const { program, procedure, type, serial, status } = frame;
      expect(again).toMatchObject({ program, procedure, type, serial, status });
      const isData = type === NetMessageType.STREAM && status === NetMessageStatus.CONTINUE;
      if (isData) expect([redacted.bytes.length, redacted.dropped]).toEqual([28, bytes.length - 28]);
      else {
        // It says what the inspector says, and saying it twice changes nothing.
        expect(redacted.dropped).toBe(0);
        expect(describeFrame(redacted.bytes)).toMatchObject({ fields: describeFrame(bytes).fields, problems: [] });
      }
      if (Buffer.compare(bytes, redacted.bytes) !== 0) secrets++;
    }
    if (name.startsWith('sasl') || name.startsWith('binding-qemu')) expect(secrets).toBeGreaterThan(1);
  });
});

test('of a packet that cannot be decoded only the header stays', () => {
  const bytes = new Uint8Array(
    Buffer.from(`00000028200080860000000100000090000000000000000500000000${'61'.repeat(12)}`, 'hex'),
  );
  const [frame] = framesOf(bytes);
  if (frame === undefined) throw new Error('no packet');
  const { bytes: redacted, dropped } = redactFrame(frame, bytes);
  expect(Buffer.from(redacted).toString('hex')).toBe('0000001c200080860000000100000090000000000000000500000000');
  expect(dropped).toBe(12);
});
