import { closeSync, openSync, writeSync } from 'node:fs';
import { UsageError } from '../../errors/usage-error.ts';
import { type Frame, frameHeadBytes } from '../../rpc/frame.ts';
import { FrameDecoder } from '../../rpc/frame-decoder.ts';
import type { FrameTap } from '../frame-tap.ts';
import { describeFrame } from '../inspect/frame-description.ts';
import { redactText } from '../redact/redact-text.ts';
import { type RecordedFrame, type RecordedTurn, recordingFormat } from './recorded-frame.ts';
import { redactFrame } from './redact-frame.ts';

/** The packets of a session's connections on their way to a file. */
export interface SessionRecording {
  /** Records one more connection, to a daemon for a driver. */
  connection(driver: string | undefined, peer: string): FrameTap;
}

/**
 * Begins a recording in a file, which is made anew, readable for this user alone. What is recorded is there at once,
 * whatever becomes of the process. Throws a UsageError when the file cannot be written.
 */
export function startRecording(path: string): SessionRecording {
  try {
    append(path, 'w', JSON.stringify({ format: recordingFormat }));
  } catch (cause) {
    throw new UsageError(`the recording cannot be written to ${path}`, { cause });
  }
  return new FileRecording(path);
}

class FileRecording implements SessionRecording {
  readonly #path: string;
  readonly #startedAt = performance.now();
  #connections = 0;
  #failed = false;

  constructor(path: string) {
    this.#path = path;
  }

  connection(driver = '', peer: string): FrameTap {
    this.#connections++;
    const connection = this.#connections;
    const at = (): number => Math.round((performance.now() - this.#startedAt) * 1000) / 1000;
    this.#write(() => ({ connection, at: at(), opened: peer, driver }));
    const record = (from: RecordedFrame['from'], frame: Frame): void => {
      this.#write(() => recordedFrame(frame, { connection, at: at(), from }));
    };
    const sent = new FrameDecoder((frame) => record('client', frame));
    return {
      sent: (bytes) => sent.push(bytes),
      // Each packet by itself: the bytes that travel with file descriptors behind some do not come here.
      received: (bytes) => new FrameDecoder((frame) => record('daemon', frame)).push(bytes),
      ended: (error) => {
        const ended = 'reason' in error ? String(error.reason) : 'error';
        this.#write(() => ({ connection, at: at(), ended, message: redactText(error.message) }));
      },
    };
  }

  /** The session goes on where its recording cannot. */
  #write(lineOf: () => RecordedFrame | RecordedTurn): void {
    if (this.#failed) return;
    try {
      append(this.#path, 'a', JSON.stringify(lineOf()));
    } catch (error) {
      this.#failed = true;
      process.emitWarning(`the recording ${this.#path} ends here: ${String(error)}`);
    }
  }
}

function recordedFrame(frame: Frame, where: Pick<RecordedFrame, 'connection' | 'at' | 'from'>): RecordedFrame {
  const { bytes, dropped } = redactFrame(frame, frame.bytes);
  const {
    type = '',
    procedureName,
    procedure,
    serial = 0,
    status = '',
  } = describeFrame(bytes.subarray(0, frameHeadBytes));
  return {
    ...where,
    type,
    procedure: procedureName ?? String(procedure),
    serial,
    status,
    frame: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'),
    ...(dropped > 0 && { dropped }),
  };
}

function append(path: string, flags: 'w' | 'a', line: string): void {
  const file = openSync(path, flags, 0o600);
  try {
    writeSync(file, `${line}\n`);
  } finally {
    closeSync(file);
  }
}
