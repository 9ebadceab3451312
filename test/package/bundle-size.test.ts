import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { unpackPackage } from './packed-package.ts';

/*
 * What an application that lists and starts domains carries of the packed package, minified and compressed.
 *
 * What counts is the static closure of the application: all that must be there before its first line runs. What the
 * package loads by import() is left out, as a bundler makes chunks of its own of it, which are fetched when a URI asks
 * for them and never otherwise: the test hypervisor, each of the transports, SASL. Node's own modules are Node's. Of a
 * module that chunks share, only what the application itself reaches counts; bundlers that cut between modules only, as
 * esbuild does, put more of it into the chunk that the application loads first.
 */
const run = promisify(execFile);

interface Application {
  readonly code: string;
  /** The most bytes, compressed by either; a kilobyte has 1000. */
  readonly most: { readonly gzip: number; readonly brotli: number };
}

const applications: Readonly<Record<string, Application>> = {
  connection: {
    most: { gzip: 60_000, brotli: 50_000 },
    code: `import { connect } from 'libvirt-rpc';
      const connection = await connect(process.argv[2]);
      const domains = await connection.listAllDomains();
      for (const domain of domains) if (!(await domain.isActive())) await domain.create();
      console.log(domains.map(({ name }) => name).join());
      await connection.close();`,
  },
  session: {
    most: { gzip: 16_100, brotli: 15_000 },
    code: `import { connectListAllDomains, domainCreateWithFlags, domainIsActive } from 'libvirt-rpc/protocol';
      import { openSession } from 'libvirt-rpc/session';
      const session = await openSession(process.argv[2]);
      const { domains } = await session.call(connectListAllDomains, { need_results: 1, flags: 0 });
      for (const dom of domains) {
        const { active } = await session.call(domainIsActive, { dom });
        if (active === 0) await session.call(domainCreateWithFlags, { dom, flags: 0 });
      }
      console.log(domains.map(({ name }) => name).join());
      await session.close();`,
  },
};

describe.each(Object.entries(applications))('an application through %s', (_, { code, most }) => {
  const folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-bundle-'));
  const options = {
    absWorkingDir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    metafile: true,
    logLevel: 'silent',
  } as const;
  let bundle: Uint8Array = new Uint8Array();
  /** The files of the package that are in it, the largest first, with the bytes that each takes. */
  let inputs: (readonly [string, number])[] = [];

  beforeAll(async () => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    writeFileSync(join(folder, 'app.js'), code);
    await unpackPackage(folder);
    const { outputFiles, metafile } = await build({
      ...options,
      entryPoints: ['app.js'],
      outfile: 'static.js',
      write: false,
      plugins: [
        {
          name: 'chunks of their own',
          setup: ({ onResolve }) => {
            onResolve({ filter: /./ }, ({ kind, path }) =>
              kind === 'dynamic-import' ? { path, external: true } : undefined,
            );
          },
        },
      ],
    });
    bundle = outputFiles[0]?.contents ?? bundle;
    inputs = Object.values(metafile.outputs)
      .flatMap(({ inputs: parts }) => Object.entries(parts))
      .map(([file, { bytesInOutput }]) => [file, bytesInOutput] as const)
      .filter(([, bytes]) => bytes > 0)
      .toSorted(([, a], [, b]) => b - a);
  }, 180_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(Object.entries(most))('carries little, compressed by %s', (way, bytes) => {
    expect(inputs.length).toBeGreaterThan(20);
    const { length } = way === 'gzip' ? gzipSync(bundle, { level: 9 }) : brotliCompressSync(bundle);
    // Who fails wants to know what is in it.
    const largest = length <= bytes ? [] : inputs;
    expect({ fits: length <= bytes, length, largest }).toEqual({ fits: true, length, largest: [] });
  });

  test('carries nothing that a URI has to ask for, nor what only tools and servers need', () => {
    const elsewhere = [
      /\/dist\/(test-driver|testing|auth)\//,
      /\/dist\/transport\/(?!transport|error-reason)/,
      /\/registry\.js$/,
      /^node_modules\/(?!libvirt-rpc\/(dist|node_modules\/@xdr-ts\/runtime)\/)/,
    ];
    const files = inputs.map(([file]) => file);
    expect(files).toContain('node_modules/libvirt-rpc/dist/session/session.js');
    expect(files.filter((file) => elsewhere.some((where) => where.test(file)))).toEqual([]);
  });

  test('does its work when it is bundled in chunks', async () => {
    await build({ ...options, entryPoints: ['app.js'], outdir: 'chunks', splitting: true, external: ['ssh2'] });
    const { stdout } = await run(process.execPath, [join(folder, 'chunks/app.js'), 'test:///default']);
    expect(stdout).toBe('test\n');
  }, 60_000);
});
