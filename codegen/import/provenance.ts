import type { Program } from '../model.ts';

export interface Input {
  readonly name: string;
  readonly sha256: string;
}

/** protocol/README.md: which release each fact is from. */
export function formatProvenance(
  libvirt: string,
  inputs: readonly Input[],
  programs: readonly { readonly name: string; readonly program: Program }[],
  overlay: readonly string[],
  notes: string,
): string {
  const counts = programs.map(({ name, program }) => {
    const events = program.procedures.filter(({ kind }) => kind === 'event').length;
    return `| ${name} | 0x${program.number.toString(16).padStart(8, '0')} | ${program.procedures.length} | ${events} |`;
  });
  return `# Wire facts of libvirt ${libvirt}

Written by \`npm run protocol:import\` from libvirt's own files: numbers, names, types and limits, without upstream's
prose. \`npm run codegen\` turns this folder into \`src/generated/\`.

| program | number | procedures | of them messages |
| --- | --- | --- | --- |
${counts.join('\n')}

## Inputs

| file | SHA-256 |
| --- | --- |
${inputs.map(({ name, sha256 }) => `| ${name} | \`${sha256}\` |`).join('\n')}

From the overlay (\`codegen/import/overlay-${libvirt}.x\`): ${overlay.length === 0 ? 'nothing.' : overlay.map((name) => `\`${name}\``).join(', ')}

${notes.trim()}
`;
}
