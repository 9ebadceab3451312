import { expect, test } from '@jest/globals';
import type { ConnectionError } from '../../../src/errors/connection-error.ts';
import { procedureByNumber } from '../../../src/protocol/registry.ts';
import { type IncomingCall, RpcServer } from '../../../src/rpc/rpc-server.ts';
import { rpcFault } from '../../../src/rpc/server-fault.ts';
import type { ServerStream, ServerStreamSink } from '../../../src/rpc/server-stream.ts';
import { joined, parseFrames, rawFrame, remoteProgram, statusOf, typeOf, words } from './raw-frame.ts';

const openConsole = 201;
const serial = 7;
const text = (letters: string): Uint8Array => new TextEncoder().encode(letters);

/** Notes all that happens to a stream. */
class NotingSink implements ServerStreamSink {
  readonly stream: ServerStream;
  readonly notes: string[] = [];

  constructor(stream: ServerStream) {
    this.stream = stream;
  }

  ready(): void {
    this.notes.push('ready');
  }

  data(bytes: Uint8Array): void {
    this.notes.push(`data ${new TextDecoder().decode(bytes)}`);
  }

  hole(length: bigint): void {
    this.notes.push(`hole ${length}`);
  }

  finish(): void {
    this.notes.push('finish');
  }

  gone(): void {
    this.notes.push('gone');
  }
}

/** A server whose calls wait to be answered, each with a stream. */
class Bench {
  readonly sent: string[] = [];
  readonly heldUp: boolean[] = [];
  readonly sinks: NotingSink[] = [];
  readonly calls: IncomingCall[] = [];
  readonly closed: ConnectionError[] = [];
  hasRoom = true;
  readonly server: RpcServer;

  constructor(sparse = false) {
    this.server = new RpcServer({
      programs: new Set([remoteProgram]),
      procedure: procedureByNumber,
      onCall: (call) => {
        this.calls.push(call);
        call.openStream(sparse, (stream) => {
          const sink = new NotingSink(stream);
          this.sinks.push(sink);
          return sink;
        });
      },
      send: (bytes, holdsUp) => {
        for (const { type, status, serial: of, payload } of parseFrames(bytes)) {
          const told = status === statusOf.error ? 'fault' : Buffer.from(payload).toString('latin1');
          this.sent.push(`${type}/${status} #${of} ${told}`.trim());
        }
        this.heldUp.push(holdsUp);
        return this.hasRoom;
      },
      onClose: (error) => this.closed.push(error),
    });
  }

  /** A call for the console of a domain. */
  call(): NotingSink {
    const domain = joined(words(0), new Uint8Array(16), words(0));
    const payload = joined(domain, words(0, 0));
    this.server.receive(rawFrame({ procedure: openConsole, type: typeOf.call, serial, payload }));
    return this.sinks.at(-1) as NotingSink;
  }

  open(): NotingSink {
    const sink = this.call();
    this.calls.at(-1)?.reply(undefined);
    return sink;
  }

  packet(type: number, status: number, payload: Uint8Array = new Uint8Array(), of = serial): void {
    this.server.receive(rawFrame({ procedure: openConsole, type, status, serial: of, payload }));
  }
}

test('nothing is asked of a stream before its call is answered, but what the client sends is taken', () => {
  const bench = new Bench();
  const sink = bench.call();
  bench.packet(typeOf.stream, statusOf.more, text('early'));
  bench.server.drained();
  expect(sink.notes).toEqual(['data early']);
  bench.calls[0]?.reply(undefined);
  bench.server.drained();
  expect(sink.notes).toEqual(['data early', 'ready', 'ready']);
  expect(bench.sent).toEqual(['1/0 #7']);
});

test('both ends say what they have to, and are done after one finish', () => {
  const bench = new Bench();
  const sink = bench.open();
  sink.stream.answer(text('hello'));
  expect(sink.stream.write(new Uint8Array())).toBe(true);
  sink.stream.end();
  bench.packet(typeOf.stream, statusOf.more);
  bench.packet(typeOf.stream, statusOf.ok);
  sink.stream.confirm();
  bench.packet(typeOf.stream, statusOf.more, text('late'));
  bench.packet(typeOf.stream, statusOf.ok);
  for (const act of ['confirm', 'end'] as const) sink.stream[act]();
  sink.stream.answer(text('late'));
  sink.stream.hole(5n);
  sink.stream.fail(rpcFault('late'));
  expect(sink.notes).toEqual(['ready', 'finish']);
  expect(bench.sent).toEqual(['1/0 #7', '3/2 #7 hello', '3/2 #7', '3/0 #7']);
  expect(bench.closed).toEqual([]);
});

test('an abort is answered, and a failure is the last word', () => {
  const bench = new Bench();
  const aborted = bench.open();
  bench.packet(typeOf.stream, statusOf.error);
  expect([aborted.notes, aborted.stream.isOver]).toEqual([['ready', 'gone'], true]);
  const failed = bench.open();
  failed.stream.fail(rpcFault('stream had I/O failure'));
  bench.packet(typeOf.stream, statusOf.error);
  expect(failed.notes).toEqual(['ready']);
  expect(bench.sent).toEqual(['1/0 #7', '3/0 #7', '1/0 #7', '3/1 #7 fault']);
});

test('packets for no stream are dropped', () => {
  const bench = new Bench();
  const sink = bench.open();
  bench.packet(typeOf.stream, statusOf.more, text('x'), serial + 1);
  bench.server.receive(rawFrame({ procedure: 148, type: typeOf.stream, status: statusOf.more, serial }));
  bench.packet(typeOf.hole, statusOf.more, words(0, 1, 0), serial + 1);
  expect(sink.notes).toEqual(['ready']);
  expect(bench.closed).toEqual([]);
});

test('a call that fails has no stream, and one that repeats the serial number of a stream ends the connection', () => {
  const bench = new Bench();
  const sink = bench.call();
  bench.calls[0]?.fail(rpcFault('no'));
  bench.packet(typeOf.stream, statusOf.more, text('x'));
  expect([sink.notes, sink.stream.isOver]).toEqual([['gone'], true]);
  const first = bench.open();
  expect(bench.closed).toEqual([]);
  bench.call();
  expect(first.notes).toEqual(['ready', 'gone']);
  expect(bench.closed).toMatchObject([{ cause: { message: 'call 7 opens a stream that is open' } }]);
});

test('holes pass where they were asked for', () => {
  const bench = new Bench(true);
  const sink = bench.open();
  bench.packet(typeOf.hole, statusOf.more, words(1, 2, 0));
  sink.stream.hole(3n);
  expect(sink.notes).toEqual(['ready', `hole ${2n ** 32n + 2n}`]);
  expect(bench.sent.at(-1)).toBe('6/2 #7 \0\0\0\0\0\0\0\x03\0\0\0\0');
});

test.each([
  ['of no bytes', words(0, 0, 0)],
  ['of fewer', words(0xffffffff, 0xffffffff, 0)],
  ['with flags', words(0, 1, 1)],
])('a hole %s fails its stream', (_, payload) => {
  const bench = new Bench(true);
  const sink = bench.open();
  bench.packet(typeOf.hole, statusOf.more, payload);
  expect(sink.notes).toEqual(['ready', 'gone']);
  expect(bench.sent.at(-1)).toBe('3/1 #7 fault');
  expect(bench.closed).toEqual([]);
});

test.each([
  ['on a stream that is not sparse', false, words(0, 1, 0)],
  ['that ends before its time', true, words(0)],
])('a hole %s ends the connection', (_, sparse, payload) => {
  const bench = new Bench(sparse);
  const sink = bench.open();
  bench.packet(typeOf.hole, statusOf.more, payload);
  expect(sink.notes).toEqual(['ready', 'gone']);
  expect(bench.closed).toMatchObject([{ name: 'ConnectionError', cause: { name: 'ProtocolError' } }]);
});

test('those who send much are told to wait, those who answer hold the client up', () => {
  const bench = new Bench();
  const sink = bench.open();
  bench.hasRoom = false;
  expect(sink.stream.write(text('much'))).toBe(false);
  sink.stream.answer(text('an answer'));
  expect(bench.heldUp).toEqual([true, false, true]);
  bench.server.drained();
  expect(sink.notes).toEqual(['ready', 'ready']);
});

test('streams end with their connection', () => {
  const bench = new Bench();
  const sink = bench.open();
  bench.server.receive(words(3));
  expect(bench.closed).toHaveLength(1);
  expect(sink.notes).toEqual(['ready', 'gone']);
  sink.stream.answer(text('x'));
  expect(bench.sent).toEqual(['1/0 #7']);
});
