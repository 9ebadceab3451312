import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { declarationsOf, tagged } from '../../codegen/declarations.ts';
import * as inspect from '../../src/diagnostics/inspect/index.ts';
import * as protocol from '../../src/generated/protocol.ts';
import * as main from '../../src/index.ts';
import * as session from '../../src/session/index.ts';
import * as testing from '../../src/testing/index.ts';

/*
 * What the documentation shows compiles against the sources: the examples of comments, of the README, and the programs
 * in examples/, which also run.
 */
const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-examples-'));
writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
afterAll(() => rmSync(folder, { recursive: true }));

const entryPoints: Readonly<Record<string, string>> = {
  'libvirt-rpc': 'src/index.ts',
  'libvirt-rpc/session': 'src/session/index.ts',
  'libvirt-rpc/protocol': 'src/generated/protocol.ts',
  'libvirt-rpc/protocol/registry': 'src/protocol/registry.ts',
  'libvirt-rpc/inspect': 'src/diagnostics/inspect/index.ts',
  'libvirt-rpc/testing': 'src/testing/index.ts',
};
/** Where a name that an example uses comes from: the first that has it. */
const exported: readonly (readonly [string, readonly string[]])[] = [
  ['libvirt-rpc', Object.keys(main)],
  ['libvirt-rpc/session', Object.keys(session)],
  ['libvirt-rpc/inspect', Object.keys(inspect)],
  ['libvirt-rpc/testing', Object.keys(testing)],
  ['libvirt-rpc/protocol', Object.keys(protocol)],
  ['node:fs', ['createReadStream', 'createWriteStream']],
  ['node:stream/promises', ['pipeline']],
];
/** What an example may take as given. */
const given: Readonly<Record<string, string>> = {
  connection: "import('libvirt-rpc').Connection",
  destination: "import('libvirt-rpc').Connection",
  domain: "import('libvirt-rpc').Domain",
  network: "import('libvirt-rpc').Network",
  packet: 'Uint8Array',
  password: 'string',
  pool: "import('libvirt-rpc').StoragePool",
  session: "import('libvirt-rpc/session').Session",
  transport: "Parameters<import('libvirt-rpc/testing').TestHypervisor['accept']>[0]",
  volume: "import('libvirt-rpc').StorageVol",
  xml: 'string',
};
const programs = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.ts'));

interface Snippet {
  readonly where: string;
  readonly code: string;
}

function snippets(): Snippet[] {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/dist\//.test(file),
  );
  const inComments = files.flatMap((file) =>
    declarationsOf(readFileSync(join(root, 'src', file), 'utf8')).flatMap(({ name, doc = '' }) =>
      tagged(doc, 'example').map((code) => ({ where: `src/${file}: ${name}`, code })),
    ),
  );
  const inPages = ['README.md', 'docs/observability.md'].flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8');
    return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code = ''], at) => ({
      where: `${page}, block ${at + 1}`,
      code,
    }));
  });
  return [...inComments, ...inPages];
}

/** A module of the snippet, with imports and declarations of what it uses and does not bring. */
function moduleOf({ where, code }: Snippet): string {
  const words = new Set(code.match(/(?<![.\w])[A-Za-z]\w*/g));
  const brought = new Set([...code.matchAll(/\b(?:const|let|using|function) (\w+)/g)].map(([, name]) => name));
  const imported = [...code.matchAll(/^import \{([^}]*)\}/gm)].flatMap(([, names = '']) => names.split(','));
  for (const name of imported) brought.add(name.trim());
  const missing = [...words].filter((word) => !brought.has(word));
  const lines = [`// ${where}`, 'export {};'];
  for (const name of missing) {
    const [from] = exported.find(([, names]) => names.includes(name)) ?? [];
    const type = Object.hasOwn(given, name) ? given[name] : undefined;
    if (type !== undefined) lines.push(`declare const ${name}: ${type};`);
    else if (from !== undefined) lines.push(`import { ${name} } from '${from}';`);
  }
  return `${lines.join('\n')}\n${code}\n`;
}

test('every example compiles against the sources', async () => {
  const found = snippets();
  expect(found.length).toBeGreaterThan(15);
  for (const [at, snippet] of found.entries()) writeFileSync(join(folder, `snippet-${at}.ts`), moduleOf(snippet));
  const paths = Object.fromEntries(Object.entries(entryPoints).map(([name, file]) => [name, [join(root, file)]]));
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      paths,
      noUnusedLocals: false,
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: ['*.ts', ...programs.map((name) => join(root, 'examples', name))],
    exclude: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const complaints = await run(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { cwd: folder }).then(
    () => [],
    ({ stdout }: { stdout: string }) =>
      stdout
        .split('\n')
        // What is wrong in the sources themselves, `npm run check` tells.
        .filter((line) => !line.startsWith(relative(folder, join(root, 'src'))))
        .map((line) => line.replace(/^snippet-(\d+)\.ts/, (_, at) => found[Number(at)]?.where ?? ''))
        .filter((line) => line !== ''),
  );
  expect(complaints).toEqual([]);
}, 60_000);

/** What each program prints on the embedded test hypervisor, among other things. */
const prints: Readonly<Record<string, readonly RegExp[]>> = {
  // What it does with a console is tried on a guest that has one.
  'console.ts': [/^test runs$/m],
  'demo.ts': [/^connected to test:\/\/\/default: driver TEST/m, /^took it away again$/m, /VIR_ERR_NO_DOMAIN/],
  'life-cycle.ts': [
    /^example runs under id 2$/m,
    /^it is paused$/m,
    /^it starts with the host: true$/m,
    /^it runs: false$/m,
  ],
  'domain-stats.ts': [/^test: \d+ s of CPU time, \d+ MiB$/m],
  'errors-side-by-side.ts': [
    /^no-such-domain: VIR_ERR_NO_DOMAIN from domainLookupByName, call \d+: /m,
    /^test: found, 6695eb01-f6a4-8304-79aa-97f2502e193f$/m,
    /^neither-this-one: VIR_ERR_NO_DOMAIN/m,
  ],
  'open-telemetry.ts': [
    /^libvirt connect: ok \{.*'libvirt\.uri': 'test:\/\/\/default'/ms,
    /^libvirt domainGetInfo: ok \{/m,
    /^libvirt domainLookupByName: Domain not found.* \{$/m,
    /'error\.type': 'VIR_ERR_NO_DOMAIN'/,
  ],
  'raw-session.ts': [/ has 1 domains$/m, /^6695eb01f6a4830479aa97f2502e193f test: state 1, \d+ MiB$/m],
};

test('every program in examples/ is run here', () => {
  expect(programs.toSorted()).toEqual(Object.keys(prints).toSorted());
});

beforeAll(async () => {
  const alias = Object.fromEntries(Object.entries(entryPoints).map(([entry, file]) => [entry, join(root, file)]));
  await build({
    entryPoints: programs.map((name) => join(root, 'examples', name)),
    outdir: join(folder, 'programs'),
    alias,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@libvirt-rpc/source'],
    // Native code that ssh2 takes where it was built, and does without elsewhere.
    external: ['cpu-features'],
    loader: { '.node': 'copy' },
    logLevel: 'silent',
  });
}, 60_000);

test.each(Object.entries(prints))('examples/%s does what it says', async (name, lines) => {
  const program = join(folder, 'programs', name.replace(/\.ts$/, '.js'));
  const { stdout } = await run(process.execPath, [program, 'test:///default']);
  for (const line of lines) expect(stdout).toMatch(line);
});
