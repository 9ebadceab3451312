import { ErrorDomain, TypedParameterFlags } from '../../../generated/api-enums.ts';
import { domainGetNumaParameters, domainSetNumaParameters } from '../../../generated/remote-procedures.ts';
import { REMOTE_DOMAIN_NUMA_PARAMETERS_MAX, type TypedParam } from '../../../generated/remote-types.ts';
import { mustNotBeNull } from '../../arguments.ts';
import { checkFlags, invalidArgument, invalidOperation } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import {
  checkParameters,
  checkRoom,
  intParameter,
  type KnownParameters,
  ParameterType,
  shownParameters,
  stringParameter,
} from '../../typed-parameters.ts';
import { affectedDefinition, chosenDefinition, impactFlags } from '../affected-definitions.ts';
import { formatCpuSet, parseCpuSet } from '../definition/cpu-set.ts';
import {
  changeNumaMemory,
  type NumaMemoryChange,
  type NumaMode,
  numaModes,
  readNumaMemory,
  withNumaMemory,
} from '../definition/numa-tuning.ts';

const modeField = 'numa_mode';
const nodesetField = 'numa_nodeset';
const known: KnownParameters = new Map([
  [modeField, ParameterType.INT],
  [nodesetField, ParameterType.STRING],
]);

function toChange(params: readonly TypedParam[]): NumaMemoryChange {
  let change: NumaMemoryChange = {};
  for (const { value } of params) {
    if (value.type === ParameterType.INT) change = { ...change, mode: readMode(value.value) };
    if (value.type === ParameterType.STRING) change = { ...change, nodes: readNodes(value.value) };
  }
  return change;
}

function readMode(number: number): NumaMode {
  const mode = numaModes[number];
  if (mode !== undefined) return mode;
  throw invalidArgument(ErrorDomain.TEST, `unsupported numatune mode: '${number}'`);
}

function readNodes(text: string): number[] {
  const nodes = parseCpuSet(text);
  if (nodes.length > 0) return nodes;
  throw invalidOperation(ErrorDomain.TEST, `Invalid nodeset of 'numatune': ${text}`);
}

/** From which parts of the host the memory of domains comes. */
export const numaParameterHandlers: readonly HandledProcedure[] = [
  handle(domainGetNumaParameters, ({ domains }, { dom, nparams, flags }) => {
    const name = 'virDomainGetNumaParameters';
    checkRoom({ nparams, flags }, REMOTE_DOMAIN_NUMA_PARAMETERS_MAX, ErrorDomain.DOMAIN, name);
    checkFlags('testDomainGetNumaParameters', flags, impactFlags | TypedParameterFlags.STRING_OKAY);
    if (nparams === 0) return { params: [], nparams: known.size };
    const definition = chosenDefinition(domains.referredBy(dom), flags);
    const memory = readNumaMemory(definition.part('numatune'));
    const all = [
      intParameter(modeField, numaModes.indexOf(memory?.mode ?? 'strict')),
      stringParameter(nodesetField, formatCpuSet(memory?.nodes ?? [])),
    ];
    return shownParameters(all, { nparams, flags });
  }),
  handle(domainSetNumaParameters, ({ domains }, { dom, params, flags }) => {
    if (params.length === 0) throw mustNotBeNull(ErrorDomain.DOMAIN, 'virDomainSetNumaParameters', 'params');
    checkFlags('testDomainSetNumaParameters', flags, impactFlags);
    checkParameters(params, known);
    const domain = domains.referredBy(dom);
    const affected = affectedDefinition(domain, flags);
    const change = toChange(params);
    domain.change(affected, (changing) => {
      const numatune = changing.part('numatune');
      const before = readNumaMemory(numatune);
      if (affected.live && change.mode !== undefined && before !== undefined && before.mode !== change.mode) {
        throw invalidOperation(ErrorDomain.TEST, "can't change numatune mode for running domain");
      }
      const placesStatically = changing.part('vcpu').attributes.get('placement') === 'static';
      return changing.withPart(
        'numatune',
        withNumaMemory(numatune, changeNumaMemory(before, change, placesStatically)),
      );
    });
  }),
];
