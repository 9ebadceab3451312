import { expect, test } from '@jest/globals';
import { connectBaselineCPU, connectGetCPUModelNames } from '../../../../src/generated/remote-procedures.ts';
import { openedClient } from '../memory-client.ts';

function cpu(arch: string, model: string): string {
  return `<cpu><arch>${arch}</arch><model>${model}</model></cpu>`;
}

test('models are told by architecture, and counted where their names are not wanted', async () => {
  const client = await openedClient();
  const ask = (arch: string, need_results: number): Promise<unknown> =>
    client.call(connectGetCPUModelNames, { arch, need_results, flags: 0 });
  expect(await ask('ppc64', 1)).toMatchObject({ models: expect.arrayContaining(['POWER9']), ret: 7 });
  expect(await ask('x86_64', 0)).toEqual({ models: [], ret: 58 });
  expect(await ask('aarch64', 1)).toEqual({ models: [], ret: 0 });
  expect(await ask('z80', 1)).toMatch(/^8 .*cannot find architecture z80$/);
});

test('the CPU for all is written as guests are given it', async () => {
  const client = await openedClient();
  const ask = (xmlCPUs: string[], flags = 0): Promise<unknown> => client.call(connectBaselineCPU, { xmlCPUs, flags });
  expect(await ask([cpu('x86_64', 'Nehalem'), cpu('x86_64', 'Westmere')])).toEqual({
    cpu: "<cpu mode='custom' match='exact'>\n  <model fallback='allow'>Nehalem</model>\n</cpu>\n",
  });
  expect(await ask([cpu('x86_64', '486')], 1)).toEqual({
    cpu: [
      "<cpu mode='custom' match='exact'>",
      "  <model fallback='forbid'>486</model>",
      "  <feature policy='require' name='fpu'/>",
      "  <feature policy='require' name='pse'/>",
      "  <feature policy='require' name='vme'/>",
      '</cpu>\n',
    ].join('\n'),
  });
  expect(await ask([cpu('aarch64', 'anything')])).toMatchObject({ cpu: expect.stringContaining('>anything</model>') });
  expect(await ask([cpu('s390x', 'z14')])).toMatch(/^3 .*cannot compute baseline CPU of s390x architecture$/);
  expect(await ask([cpu('mips', 'x')])).toMatch(/^3 .*'mips' architecture is not supported by CPU driver$/);
  expect(await ask([])).toMatch(/^8 xmlCPUs in virConnectBaselineCPU must not be NULL$/);
});
