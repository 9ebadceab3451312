import { expect, test } from '@jest/globals';
import {
  connectOpen,
  domainCreateXML,
  domainOpenConsole,
  domainScreenshot,
} from '../../../src/generated/remote-procedures.ts';
import { procedureByNumber } from '../../../src/protocol/registry.ts';
import { TestHypervisor } from '../../../src/test-driver/test-hypervisor.ts';
import type { Transport, TransportHandlers } from '../../../src/transport/transport.ts';
import { parseFrames, rawFrame, statusOf, typeOf } from '../rpc/raw-frame.ts';

/** A client that may read nothing of what it is sent. */
class DeafClient implements Transport {
  readonly description = 'deaf';
  readonly secure = true;
  hasRoom = true;
  isPaused = false;
  sent: Uint8Array[] = [];
  #handlers: TransportHandlers | undefined;

  open(handlers: TransportHandlers): void {
    this.#handlers = handlers;
  }

  write(bytes: Uint8Array): boolean {
    this.sent.push(bytes);
    return this.hasRoom;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  close(): void {}

  destroy(): void {}

  drain(): void {
    this.hasRoom = true;
    this.#handlers?.drain();
  }

  packet(procedure: number, type: number, status: number, payload: Uint8Array): void {
    this.#handlers?.data(rawFrame({ procedure, type, status, serial: procedure, payload }));
  }

  call({ program, procedure }: { readonly program: number; readonly procedure: number }, args: unknown): void {
    const listed = procedureByNumber(program, procedure);
    if (listed?.kind !== 'call') throw new Error(`${procedure} cannot be called`);
    this.packet(procedure, typeOf.call, statusOf.ok, listed.args.encode(args));
  }
}

const xml =
  "<domain type='test'><name>a</name><uuid>11111111-2222-3333-4444-000000000001</uuid><memory>1</memory>" +
  "<os><type>hvm</type></os><devices><console type='pty'/></devices></domain>";
const dom = { name: 'a', uuid: Buffer.from('11111111222233334444000000000001', 'hex'), id: 2 };

function connected(): DeafClient {
  const client = new DeafClient();
  new TestHypervisor().accept(client);
  client.call(connectOpen, { name: 'test:///default', flags: 0 });
  client.call(domainCreateXML, { xml_desc: xml, flags: 0 });
  expect(client.sent.splice(0)).toHaveLength(2);
  return client;
}

test('a console does not hear a client that does not listen', () => {
  const client = connected();
  client.call(domainOpenConsole, { dom, dev_name: null, flags: 0 });
  client.hasRoom = false;
  client.packet(domainOpenConsole.procedure, typeOf.stream, statusOf.more, Buffer.from('hello'));
  expect(client.sent).toHaveLength(2);
  expect(client.isPaused).toBe(true);
  client.drain();
  expect(client.isPaused).toBe(false);
});

test('who does not read a stream is still heard when he gives it up', () => {
  const client = connected();
  client.hasRoom = false;
  client.call(domainScreenshot, { dom, screen: 0, flags: 0 });
  // The answer holds the client up; what follows waits for room.
  expect(client.sent).toHaveLength(2);
  client.hasRoom = true;
  client.drain();
  expect(client.isPaused).toBe(false);
  const types = client.sent.flatMap((bytes) => parseFrames(bytes)).map(({ type, status }) => [type, status]);
  expect(types).toEqual([
    [typeOf.reply, statusOf.ok],
    [typeOf.stream, statusOf.more],
    [typeOf.stream, statusOf.more],
  ]);
  client.packet(domainScreenshot.procedure, typeOf.stream, statusOf.error, new Uint8Array());
  expect(parseFrames(client.sent.at(-1) ?? new Uint8Array())).toMatchObject([
    { type: typeOf.stream, status: statusOf.ok },
  ]);
});
