/*
 * npm run protocol:import -- --libvirt <tree> --api <dir>: writes protocol/ from libvirt's own files.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Definition, EnumDefinition } from '../ast.ts';
import { protocolFiles } from '../generate.ts';
import { Names } from '../names.ts';
import { parse } from '../parser.ts';
import { resolve } from '../resolver.ts';
import { SourceError } from '../source.ts';
import { formatApiFacts, parseApiFacts } from './api-facts.ts';
import { ApiFactsError } from './api-facts-error.ts';
import { importApi, readCorrections } from './api-import.ts';
import { formatProtocol } from './format-protocol.ts';
import { importProtocol, type ProcedureCorrection } from './import-protocol.ts';
import { procedureDates } from './procedure-dates.ts';
import { formatProvenance, type Input } from './provenance.ts';
import { computeReleases } from './releases.ts';

const upstreamFiles: Readonly<Record<(typeof protocolFiles)[number], string>> = {
  net: 'src/rpc/virnetprotocol.x',
  keepalive: 'src/rpc/virkeepaliveprotocol.x',
  remote: 'src/remote/remote_protocol.x',
  qemu: 'src/remote/qemu_protocol.x',
  lxc: 'src/remote/lxc_protocol.x',
  admin: 'src/admin/admin_protocol.x',
};

function main(): void {
  const { values } = parseArgs({ options: { libvirt: { type: 'string' }, api: { type: 'string' } } });
  if (values.libvirt === undefined || values.api === undefined) {
    throw new UsageError(
      'usage: npm run protocol:import -- --libvirt <libvirt source tree> --api <folder of libvirt*-api.xml>',
    );
  }
  const root = join(import.meta.dirname, '..', '..', '..');
  const own = join(root, 'codegen', 'import');
  const output = join(root, 'protocol');
  const inputs: Input[] = [];
  const read = (name: string, path: string): string => {
    const bytes = readFileSync(path);
    inputs.push({ name, sha256: createHash('sha256').update(bytes).digest('hex') });
    return bytes.toString('utf8');
  };

  const previous = join(output, 'api.json');
  const api = importApi({
    directory: values.api,
    corrections: readCorrections(join(own, 'corrections.json')),
    previous: existsSync(previous) ? parseApiFacts(readFileSync(previous, 'utf8')) : undefined,
  });
  for (const file of ['libvirt-api.xml', 'libvirt-qemu-api.xml', 'libvirt-lxc-api.xml', 'libvirt-admin-api.xml']) {
    read(file, join(values.api, file));
  }
  const overlayName = `overlay-${api.libvirt}.x`;
  const overlayPath = join(own, overlayName);
  const overlay = existsSync(overlayPath) ? parse(overlayName, readFileSync(overlayPath, 'utf8')) : [];
  const corrections = JSON.parse(
    readFileSync(join(own, 'procedure-corrections.json'), 'utf8'),
  ) as ProcedureCorrection[];
  const headerConstants = new Map([
    ...api.constants.map(({ name, value }) => [name, value] as const),
    ...api.enums.flatMap(({ members }) => members.map(({ name, value }) => [name, value] as const)),
  ]);

  const used = new Set<string>();
  const known = new Map<string, Set<string>>();
  const parsed = protocolFiles.map((name) => {
    const file = upstreamFiles[name];
    const upstream = parse(file, read(file, join(values.libvirt ?? '', file)));
    const definitions = importProtocol(
      upstream,
      name === 'remote' ? overlay : [],
      corrections,
      headerConstants,
      // These two include the remote protocol's header, in C as here.
      name === 'qemu' || name === 'lxc' ? (known.get('remote') ?? new Set()) : new Set(),
      used,
    );
    known.set(
      name,
      new Set(definitions.flatMap((definition) => (definition.kind === 'const' ? [definition.name] : []))),
    );
    return { name, definitions };
  });
  const stray = corrections.flatMap(({ procedures }) => procedures).find((name) => !used.has(name));
  if (stray !== undefined)
    throw new UsageError(`procedure-corrections.json names ${stray}, which no protocol file has`);

  const names = new Names(api.functions.map(({ name }) => name));
  const programs = resolve(parsed).flatMap(({ name, program }) => (program === undefined ? [] : [{ name, program }]));
  const releases = computeReleases(
    Object.fromEntries(
      programs.map(({ name, program }) => [name, procedureDates(name, program, names, api, corrections)]),
    ),
  );
  for (const { name, definitions } of parsed) {
    const header = [
      `Wire facts of libvirt ${api.libvirt}, written by \`npm run protocol:import\`; do not edit.`,
      `Made from ${upstreamFiles[name]}${name === 'remote' && overlay.length > 0 ? ` and codegen/import/${overlayName}` : ''}; see README.md.`,
    ];
    writeFileSync(join(output, `${name}_protocol.x`), formatProtocol(header, definitions));
  }
  writeFileSync(previous, formatApiFacts(api));
  const rows = releases.map((release) => JSON.stringify(release));
  writeFileSync(join(output, 'releases.json'), `[\n  ${rows.join(',\n  ')}\n]\n`);
  const overlayNames = overlay.flatMap((definition) =>
    isProcedures(definition) ? definition.body.members.map(({ name }) => name) : [],
  );
  writeFileSync(
    join(output, 'README.md'),
    formatProvenance(
      api.libvirt,
      inputs,
      programs,
      overlayNames,
      readFileSync(join(own, 'provenance-notes.md'), 'utf8'),
    ),
  );
  for (const { name, program } of programs) console.log(`${name}: ${program.procedures.length} procedures`);
}

class UsageError extends Error {}

function isProcedures(definition: Definition): definition is EnumDefinition {
  return definition.kind === 'enum' && definition.name.endsWith('_procedure');
}

try {
  main();
} catch (error) {
  if (!(error instanceof SourceError || error instanceof ApiFactsError || error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
