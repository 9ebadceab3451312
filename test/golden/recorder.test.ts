import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWithLab } from '../support/lab.ts';
import { record } from './recorder.ts';
import { readRecording } from './recording.ts';

const connectClose = 2;
const connectListAllDomains = 273;
const authList = 66;

describeWithLab('the recorder', (lab) => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-recorder-'));
  });
  afterAll(async () => {
    await rm(directory, { recursive: true, force: true });
  });

  test.each([
    ['a unix socket', lab.socketPath, 'test+unix:///default?socket=$RECORDER_SOCKET'],
    ['TCP', `127.0.0.1:${lab.tcpPort}`, 'test+tcp://127.0.0.1:$RECORDER_PORT/default'],
  ])('writes down whole conversations over %s', async (name, daemon, uri) => {
    const output = join(directory, `${name}.rec.gz`);
    const virsh = `virsh --connect "${uri}" list >/dev/null`;
    await expect(record({ daemon, output, command: ['sh', '-c', `${virsh} && ${virsh}`] })).resolves.toBe(0);
    const frames = readRecording(output).map(({ direction, frame }) => {
      const header = Buffer.from(frame.buffer, frame.byteOffset, frame.length);
      return { direction, procedure: header.readInt32BE(12), serial: header.readUInt32BE(20) };
    });
    const calls = frames.filter(({ direction }) => direction === 'to-server');
    const replies = frames.filter(({ direction }) => direction === 'to-client');
    expect(replies.map(({ procedure, serial }) => [procedure, serial])).toEqual(
      calls.map(({ procedure, serial }) => [procedure, serial]),
    );
    const procedures = calls.map(({ procedure }) => procedure);
    expect(procedures.filter((procedure) => procedure === connectListAllDomains)).toHaveLength(2);
    expect(procedures[0]).toBe(authList);
    expect(procedures.at(-1)).toBe(connectClose);
    expect(procedures[procedures.indexOf(connectClose) + 1]).toBe(authList);
  });

  test('passes on the status of the command', async () => {
    const output = join(directory, 'status.rec.gz');
    await expect(record({ daemon: lab.socketPath, output, command: ['sh', '-c', 'exit 7'] })).resolves.toBe(7);
    expect(readRecording(output)).toEqual([]);
    const absent = record({ daemon: lab.socketPath, output, command: ['no-such-command'] });
    await expect(absent).rejects.toThrow('ENOENT');
  });
});
