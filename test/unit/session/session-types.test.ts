import { test } from '@jest/globals';
import { expectTypeOf } from 'expect-type';
import type { Connection } from '../../../src/client/connection.ts';
import {
  connectGetType,
  domainEventCallbackLifecycle,
  domainGetInfo,
  domainScreenshot,
  domainSetMemory,
  storageVolDownload,
} from '../../../src/generated/remote-procedures.ts';
import type { Session } from '../../../src/session/session.ts';

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
