import { test } from '@jest/globals';
import { expectTypeOf } from 'expect-type';
import type { Connection } from '../../../src/client/connection.ts';
import {
  connectGetType,
  domainEventCallbackLifecycle,
  domainGetInfo,
  domainOpenConsole,
  domainScreenshot,
  domainSetMemory,
  storageVolDownload,
  storageVolUpload,
} from '../../../src/generated/remote-procedures.ts';
import type { DomainScreenshotRet } from '../../../src/generated/remote-types.ts';
import type { Session } from '../../../src/session/session.ts';
import type { Conversation } from '../../../src/session/streams/conversation.ts';
import type { Download } from '../../../src/session/streams/download.ts';
import type { SessionStream } from '../../../src/session/streams/session-stream.ts';
import type { Upload } from '../../../src/session/streams/upload.ts';

const dom = { name: 'web', uuid: new Uint8Array(16), id: 1 };
const vol = { pool: '', name: '', key: '' };

test('call takes the arguments of the procedure and resolves with its result', () => {
  expectTypeOf((session: Session) => session.call(connectGetType, undefined)).returns.resolves.toEqualTypeOf<{
    type: string;
  }>();
  expectTypeOf((session: Session) => session.call(domainGetInfo, { dom })).returns.resolves.toEqualTypeOf<{
    state: number;
    maxMem: bigint;
    memory: bigint;
    nrVirtCpu: number;
    cpuTime: bigint;
  }>();
  expectTypeOf((connection: Connection) => connection.getLibVersion()).returns.resolves.toEqualTypeOf<bigint>();
});

test('stream gives a stream of the way that the procedure goes', () => {
  expectTypeOf((session: Session) =>
    session.stream(domainScreenshot, { dom, screen: 0, flags: 0 }),
  ).returns.resolves.toEqualTypeOf<SessionStream<DomainScreenshotRet, 'read'>>();
  expectTypeOf<SessionStream<void, 'read'>['stream']>().toEqualTypeOf<Download>();
  expectTypeOf((session: Session) => session.stream(storageVolUpload, { vol, offset: 0n, length: 0n, flags: 0 }))
    .returns.resolves.toHaveProperty('stream')
    .toEqualTypeOf<Upload>();
  expectTypeOf((session: Session) => session.stream(domainOpenConsole, { dom, dev_name: null, flags: 0 }))
    .returns.resolves.toHaveProperty('stream')
    .toEqualTypeOf<Conversation>();
  expectTypeOf((session: Session) => [
    // @ts-expect-error a procedure that opens no stream
    session.stream(domainGetInfo, { dom }),
    // @ts-expect-error arguments of another procedure
    session.stream(domainOpenConsole, { vol }),
  ]).toBeFunction();
});

test('what call refuses does not compile', () => {
  expectTypeOf((session: Session) => [
    // @ts-expect-error a procedure that opens a stream is not called
    session.call(domainScreenshot, { dom, screen: 0, flags: 0 }),
    // @ts-expect-error
    session.call(storageVolDownload, { vol, offset: 0n, length: 0n, flags: 0 }),
    // @ts-expect-error an event is not called
    session.call(domainEventCallbackLifecycle, undefined),
    // @ts-expect-error arguments that are missing
    session.call(domainGetInfo, undefined),
    // @ts-expect-error arguments of another procedure
    session.call(domainGetInfo, { vol }),
    // @ts-expect-error 64 bits are a bigint on the wire
    session.call(domainSetMemory, { dom, memory: 1 }),
  ]).toBeFunction();
});
