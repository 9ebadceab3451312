import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { npm, packPackage } from './packed-package.ts';

/*
 * The package as its users get it: the packed tarball, checked by the usual tools and installed in a project of its own.
 */
const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

describe('the packed package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-package-'));
  const consumer = join(folder, 'consumer');
  let tarball = '';
  let files: readonly string[] = [];

  beforeAll(async () => {
    ({ tarball, files } = await packPackage(folder));
    await run('mkdir', [consumer]);
    writeFileSync(join(consumer, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
    await npm(['install', '--prefer-offline', '--no-audit', '--no-fund', tarball], consumer);
  }, 180_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  test('carries the build and the XDR runtime, and nothing else', () => {
    expect(files).toContain('dist/index.js');
    expect(files).toContain('dist/index.d.ts');
    expect(files).toContain('LICENSE');
    expect(files).toContain('node_modules/@xdr-ts/runtime/dist/index.js');
    const strangers = files.filter(
      (file) =>
        !/^(dist\/.*\.(js|d\.ts)|node_modules\/@xdr-ts\/runtime\/(package\.json|dist\/.*\.(js|d\.ts))|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(
          file,
        ),
    );
    expect(strangers).toEqual([]);
  });

  test('publint finds nothing to say', async () => {
    const { stdout } = await run(
      process.execPath,
      [join(root, 'node_modules/publint/src/cli.js'), tarball, '--strict'],
      { cwd: root },
    );
    expect(stdout).toContain('All good!');
  }, 60_000);

  test('its types resolve for every kind of consumer that can import it', async () => {
    const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    const { stdout } = await run(process.execPath, [attw, tarball, '--profile', 'esm-only', '--no-color'], {
      cwd: root,
    });
    // It exits with an error where the profile's consumers have a problem; others it lists, and ignores.
    expect(stdout).toContain('libvirt-rpc/testing');
    expect(stdout.split('\n').filter((line) => /[💀❌🎭]/u.test(line) && !line.includes('ignored'))).toEqual([]);
  }, 60_000);

  test('an ES module of a consumer connects', async () => {
    writeFileSync(
      join(consumer, 'main.js'),
      `import { connect } from 'libvirt-rpc';
       import { procedureByNumber } from 'libvirt-rpc/protocol/registry';
       const connection = await connect('test:///default');
       const domains = await connection.listAllDomains();
       console.log(JSON.stringify([domains, procedureByNumber(0x20008086, 16).name]));
       await connection.close();`,
    );
    const { stdout } = await run(process.execPath, ['main.js'], { cwd: consumer });
    expect(JSON.parse(stdout)).toEqual([
      [{ name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 }],
      'domainGetInfo',
    ]);
  }, 30_000);

  test('a consumer has the command', async () => {
    const command = join(consumer, 'node_modules/.bin/libvirt-rpc');
    const { stdout } = await run(command, ['doctor', 'test:///default', '--json'], { cwd: consumer });
    expect(JSON.parse(stdout)).toMatchObject({
      format: 1,
      ok: true,
      steps: { hypervisor: { status: 'ok', facts: { type: 'TEST' } } },
    });
    const version = await run(command, ['--version'], { cwd: consumer });
    expect(version.stdout.trim()).toMatch(/^\d+\.\d+\.\d+/);
  }, 30_000);

  test('a CommonJS module of a consumer loads it', async () => {
    writeFileSync(join(consumer, 'main.cjs'), `console.log(typeof require('libvirt-rpc').connect);`);
    const { stdout } = await run(process.execPath, ['--no-warnings', 'main.cjs'], { cwd: consumer });
    expect(stdout.trim()).toBe('function');
  }, 30_000);

  test('a TypeScript consumer compiles, and misuse does not', async () => {
    writeFileSync(
      join(consumer, 'typed.ts'),
      `import { connect, ConnectListAllDomainsFlags, DomainCreateFlags, type Domain } from 'libvirt-rpc';
       import { domainGetInfo, domainOpenConsole } from 'libvirt-rpc/protocol';
       import { openSession } from 'libvirt-rpc/session';
       const connection = await connect('test:///default', { signal: AbortSignal.timeout(1000) });
       const domains: Domain[] = await connection.listAllDomains({ flags: [ConnectListAllDomainsFlags.ACTIVE] });
       // @ts-expect-error a flag of another family
       await connection.listAllDomains({ flags: DomainCreateFlags.START_PAUSED });
       const session = await openSession('test:///default');
       const { cpuTime } = await session.call(domainGetInfo, { dom: domains[0]!.reference });
       const exact: bigint = cpuTime;
       // @ts-expect-error a stream is not opened by a call
       await session.call(domainOpenConsole, { dom: domains[0]!.reference, dev_name: null, flags: 0 });
       export { exact };`,
    );
    // Which procedures there are, is told without a word of Node.
    writeFileSync(
      join(consumer, 'browser.ts'),
      `import { domainGetInfo, type DomainGetInfoRet } from 'libvirt-rpc/protocol';
       import { procedureByNumber } from 'libvirt-rpc/protocol/registry';
       export const result = (value: DomainGetInfoRet): bigint => value.cpuTime;
       export const names = [domainGetInfo.name, procedureByNumber(0x20008086, 16)?.name];`,
    );
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const strict = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2023,dom,esnext.disposable'];
    const node = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')];
    for (const moduleOptions of [
      ['--module', 'nodenext'],
      ['--module', 'esnext', '--moduleResolution', 'bundler'],
    ]) {
      for (const program of [
        [...node, 'typed.ts'],
        ['--types', '', 'browser.ts'],
      ]) {
        await run(process.execPath, [tsc, ...strict, ...moduleOptions, ...program], { cwd: consumer }).catch(
          (error: { stdout: string }) => {
            throw new Error(error.stdout);
          },
        );
      }
    }
  }, 60_000);

  test('three procedures make a bundle of less than 6 KB', async () => {
    const entry = join(consumer, 'three.js');
    writeFileSync(
      entry,
      `import { connectListAllDomains, domainGetInfo, domainLookupByName } from 'libvirt-rpc/protocol';
       globalThis.three = [connectListAllDomains, domainGetInfo, domainLookupByName];`,
    );
    const outfile = join(folder, 'three.bundle.js');
    await build({ entryPoints: [entry], bundle: true, minify: true, format: 'esm', outfile, logLevel: 'silent' });
    expect(statSync(outfile).size).toBeLessThan(6 * 1024);
  }, 30_000);
});
