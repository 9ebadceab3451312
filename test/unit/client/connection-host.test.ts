import { describe, expect, test } from '@jest/globals';
import { Connection } from '../../../src/client/connection.ts';
import { ProtocolError } from '../../../src/errors/protocol-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { NodeAllocPagesFlags } from '../../../src/generated/api-enums.ts';
import { REMOTE_PROGRAM } from '../../../src/generated/remote-types.ts';
import { procedureByNumber } from '../../../src/protocol/registry.ts';
import { RpcServer } from '../../../src/rpc/rpc-server.ts';
import { Session } from '../../../src/session/session.ts';
import { memoryPipe } from '../../../src/transport/memory.ts';
import { connectionWith } from './connection-with.ts';

describe('statistics of the host', () => {
  test('are asked for in exactly the number that there is', async () => {
    const params = [
      { field: 'user', value: 2n ** 63n },
      { field: 'steal', value: 5n },
    ];
    const { connection, calls } = connectionWith({
      nodeGetCPUStats: ({ nparams }) => ({ params: nparams === 0 ? [] : params, nparams: 2 }),
      nodeGetMemoryStats: ({ nparams }) => ({ params: nparams === 0 ? [] : params, nparams: 2 }),
    });
    expect(await connection.getCPUStats()).toEqual({ user: 2n ** 63n, steal: 5n });
    await connection.getCPUStats({ cpuNum: 0 });
    await connection.getMemoryStats({ cellNum: 1 });
    expect(calls.map(([, args]) => args)).toEqual([
      { cpuNum: -1, nparams: 0, flags: 0 },
      { cpuNum: -1, nparams: 2, flags: 0 },
      { cpuNum: 0, nparams: 0, flags: 0 },
      { cpuNum: 0, nparams: 2, flags: 0 },
      { nparams: 0, cellNum: 1, flags: 0 },
      { nparams: 2, cellNum: 1, flags: 0 },
    ]);
  });

  test('tell which CPUs are online', async () => {
    const { connection } = connectionWith({
      nodeGetCPUMap: () => ({ cpumap: Uint8Array.of(0b101, 0b10), online: 3, ret: 12 }),
    });
    expect(await connection.getCPUMap()).toEqual({ cpus: 12, online: [0, 2, 9] });
  });

  test('tell strings of SEV where the daemon knows them', async () => {
    for (const supported of [1, 0]) {
      const { connection, calls } = connectionWith({
        connectSupportsFeature: () => ({ supported }),
        // It does not say how many there are.
        nodeGetSEVInfo: () => ({ params: [{ field: 'pdh', value: { type: 7, value: 'abc' } }], nparams: 0 }),
      });
      expect(await connection.getSEVInfo()).toEqual({ pdh: 'abc' });
      expect(calls.at(-1)).toEqual(['nodeGetSEVInfo', { nparams: 0, flags: supported * 4 }]);
    }
  });
});

describe('memory pages of the host', () => {
  test('are counted by size, cell by cell', async () => {
    const { connection, calls } = connectionWith({ nodeGetFreePages: () => ({ counts: [1n, 2n, 3n, 4n] }) });
    expect(await connection.getFreePages([4, 2048], 1, 3)).toEqual([
      { 4: 1n, 2048: 2n },
      { 4: 3n, 2048: 4n },
    ]);
    expect(calls).toEqual([['nodeGetFreePages', { pages: [4, 2048], startCell: 1, cellCount: 3, flags: 0 }]]);
  });

  test('are not counted by a reply that does not fit', async () => {
    const { connection } = connectionWith({ nodeGetFreePages: () => ({ counts: [1n, 2n, 3n] }) });
    await expect(connection.getFreePages([4, 2048], 0, 2)).rejects.toThrow(ProtocolError);
  });

  test('are reserved by size', async () => {
    const { connection, calls } = connectionWith({ nodeAllocPages: () => ({ ret: 2 }) });
    const flags = NodeAllocPagesFlags.SET;
    expect(await connection.allocPages({ 2048: 64, 1048576: 1n }, 0, 1, { flags })).toBe(2);
    expect(calls).toEqual([
      ['nodeAllocPages', { pageSizes: [2048, 1048576], pageCounts: [64n, 1n], startCell: 0, cellCount: 1, flags: 1 }],
    ]);
    await expect(connection.allocPages({ 2048: 0.5 }, 0, 1)).rejects.toThrow(UsageError);
  });
});

describe('security of the way', () => {
  /** A connection over a transport with these properties, to a daemon that says how it goes on from there. */
  const over = (secure: boolean, encrypted: boolean, beyond: number): Connection => {
    const [ours, theirs] = memoryPipe();
    const server = new RpcServer({
      procedure: procedureByNumber,
      programs: new Set([REMOTE_PROGRAM]),
      onCall: (call) => call.reply({ secure: beyond }),
      send: (bytes) => theirs.write(bytes),
      onClose: () => theirs.destroy(),
    });
    theirs.open({ data: (chunk) => server.receive(chunk), drain: () => undefined, end: () => undefined });
    return new Connection(new Session(Object.assign(ours, { secure, encrypted })), 'test:///default');
  };

  test.each([
    [true, false, 1, true, false],
    [true, true, 1, true, true],
    [true, true, 0, false, false],
    [false, false, 1, false, false],
  ] as const)('secure %j and encrypted %j with %d beyond', async (secure, encrypted, beyond, isSecure, isEncrypted) => {
    const connection = over(secure, encrypted, beyond);
    expect(await connection.isSecure()).toBe(isSecure);
    expect(await connection.isEncrypted()).toBe(isEncrypted);
  });
});
