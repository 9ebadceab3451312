import { Worker } from 'node:worker_threads';
import { expect, jest, test } from '@jest/globals';
import { ErrorNumber } from '../../../src/generated/api-enums.ts';
import type { IncomingCall } from '../../../src/rpc/rpc-server.ts';
import { openSession } from '../../../src/session/open-session.ts';
import { describeWithLab } from '../../support/lab.ts';
import { withNodeFile } from '../oracle/with-node-file.ts';
import { scriptedPeer } from '../scripted-peer.ts';
import { lookUpAll } from './look-ups.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

const count = 10_000;

describeWithLab('of 10,000 look-ups at once, every second one fails with its own error', (lab) => {
  test.each(['unix', 'tcp'] as const)('from a daemon over %s', async (transport) => {
    await withNodeFile(lab, transport, async ({ uri }) => {
      await using session = await openSession(uri);
      const missed = await lookUpAll(session, count, 1);
      expect(new Set(missed.map(({ error }) => error.serial)).size).toBe(count / 2);
    });
  });

  test('from a daemon, looked up in four threads', async () => {
    await withNodeFile(lab, 'unix', async ({ uri }) => {
      const results = await Promise.all([0, 1, 2, 3].map((thread) => lookUpInThread(uri, thread, count / 4)));
      for (const [thread, { found, errors }] of results.entries()) {
        expect(found).toBe(count / 8);
        expect(errors).toHaveLength(count / 8);
        const wrong = errors.filter(
          ({ name, code, message, serial, sent }) =>
            code !== 'VIR_ERR_NO_NETWORK' || !message.includes(`'${name}'`) || serial !== sent,
        );
        expect(wrong).toEqual([]);
        expect(errors[0]?.name).toMatch(new RegExp(`^missing-${thread}-`));
      }
    });
  });
});

test('of 10,000 look-ups at once, every second one fails with its own error from a peer that answers in reverse', async () => {
  const waiting: IncomingCall[] = [];
  const serials = new Map<string, number>();
  let turns = 0;
  const answerInReverse = (): void => {
    turns++;
    for (let call = waiting.pop(); call !== undefined; call = waiting.pop()) answer(call, serials);
  };
  const lookUp = (call: IncomingCall): void => {
    if (waiting.push(call) === 1) setImmediate(answerInReverse);
  };
  const procedures = [
    'networkLookupByName',
    'storageVolLookupByName',
    'storagePoolLookupByName',
    'interfaceLookupByName',
  ];
  await using peer = await scriptedPeer(Object.fromEntries(procedures.map((name) => [name, lookUp])));
  await using session = await openSession(peer.uri);
  const missed = await lookUpAll(session, count, 2);
  expect(missed.filter(({ name, error }) => error.serial !== serials.get(name))).toEqual([]);
  expect(turns).toBeLessThanOrEqual(count / 4);
});

const codes: Readonly<Record<string, number>> = {
  networkLookupByName: ErrorNumber.ERR_NO_NETWORK,
  storageVolLookupByName: ErrorNumber.ERR_NO_STORAGE_VOL,
  storagePoolLookupByName: ErrorNumber.ERR_NO_STORAGE_POOL,
  interfaceLookupByName: ErrorNumber.ERR_NO_INTERFACE,
};

/** Finds what is not called missing, and notes under which serial number the rest was looked up. */
function answer(call: IncomingCall, serials: Map<string, number>): void {
  const name = String(Reflect.get(Object(call.args), 'name'));
  if (name.startsWith('missing')) {
    serials.set(name, call.serial);
    call.fail({ code: codes[call.procedure.name] ?? 0, message: `there is no '${name}'` });
    return;
  }
  const uuid = new Uint8Array(16);
  call.reply({ net: { name, uuid }, pool: { name, uuid }, vol: { pool: '', name, key: '' }, iface: { name, mac: '' } });
}

interface ThreadResult {
  readonly found: number;
  readonly errors: readonly {
    readonly name: string;
    readonly code: string;
    readonly message: string;
    readonly serial: number;
    /** The serial number of the call. */
    readonly sent: number;
  }[];
}

function lookUpInThread(uri: string, thread: number, count: number): Promise<ThreadResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./look-up-thread.mjs', import.meta.url), { workerData: { uri, thread, count } });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread ended without a result')));
  });
}
