import { ErrorDomain, ErrorNumber, TypedParameterFlags } from '../../../generated/api-enums.ts';
import { domainGetBlockIoTune, domainSetBlockIoTune } from '../../../generated/remote-procedures.ts';
import { REMOTE_DOMAIN_BLOCK_IO_TUNE_PARAMETERS_MAX, type TypedParam } from '../../../generated/remote-types.ts';
import { mustBeGreaterThanZero, mustNotBeNull } from '../../arguments.ts';
import { checkFlags, type Fault, fault, invalidArgument } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import {
  checkParameters,
  checkRoom,
  type KnownParameters,
  ParameterType,
  shownParameters,
  stringParameter,
  ullongParameter,
} from '../../typed-parameters.ts';
import { affectedDefinition, bothImpacts, chosenDefinition, impactFlags } from '../affected-definitions.ts';
import {
  type BlockLimit,
  type BlockLimits,
  blockRates,
  limitsBeforeGroup,
  limitsBehindGroup,
  readBlockLimits,
  withBlockLimits,
} from '../definition/block-limits.ts';
import { diskNamed } from '../find-device.ts';

const groupField = 'group_name';
const numeric = [...limitsBeforeGroup, ...limitsBehindGroup];
const known: KnownParameters = new Map([
  ...numeric.map((name) => [name, ParameterType.ULLONG] as const),
  [groupField, ParameterType.STRING] as const,
]);

/** The largest limit that the test driver takes. */
const most = 1_000_000_000_000_000n;

function invalid(detail: string): Fault {
  return invalidArgument(ErrorDomain.TEST, detail);
}

function toParams({ limits, group }: BlockLimits): TypedParam[] {
  const param = (name: BlockLimit): TypedParam => ullongParameter(name, limits.get(name) ?? 0n);
  return [...limitsBeforeGroup.map(param), stringParameter(groupField, group ?? ''), ...limitsBehindGroup.map(param)];
}

function changed(before: BlockLimits, params: readonly TypedParam[]): BlockLimits {
  const limits = new Map(before.limits);
  let { group } = before;
  for (const { field, value } of params) {
    if (value.type === ParameterType.STRING) group = value.value;
    if (value.type !== ParameterType.ULLONG) continue;
    if (value.value > most) {
      const detail = `block I/O throttle limit value must be no more than ${most}`;
      throw fault(ErrorNumber.ERR_ARGUMENT_UNSUPPORTED, ErrorDomain.TEST, detail);
    }
    const name = numeric.find((limit) => limit === field);
    if (name !== undefined) limits.set(name, value.value);
  }
  return { limits, group };
}

/** Refuses limits that do not go together. */
function check({ limits }: BlockLimits): void {
  const limit = (name: BlockLimit): bigint => limits.get(name) ?? 0n;
  for (const kind of ['bytes_sec', 'iops_sec', 'bytes_sec_max', 'iops_sec_max'] as const) {
    if (limit(`total_${kind}`) !== 0n && (limit(`read_${kind}`) !== 0n || limit(`write_${kind}`) !== 0n)) {
      throw invalid(`total and read/write of ${kind} cannot be set at the same time`);
    }
  }
  const exceeding = blockRates.find((rate) => limit(rate) > limit(`${rate}_max`));
  if (exceeding !== undefined) throw invalid(`${exceeding} cannot be set higher than ${exceeding}_max `);
}

/** How much the disks of domains read and write. */
export const blockLimitHandlers: readonly HandledProcedure[] = [
  handle(domainGetBlockIoTune, ({ domains }, { dom, disk, nparams, flags }) => {
    const name = 'virDomainGetBlockIoTune';
    checkRoom({ nparams, flags }, REMOTE_DOMAIN_BLOCK_IO_TUNE_PARAMETERS_MAX, ErrorDomain.DOMAIN, name);
    if (nparams !== 0 && disk === null) throw mustNotBeNull(ErrorDomain.DOMAIN, name, 'disk');
    if ((flags & impactFlags) === impactFlags) throw bothImpacts(name, 'ctl');
    checkFlags('testDomainGetBlockIoTune', flags, impactFlags | TypedParameterFlags.STRING_OKAY);
    if (nparams === 0) return { params: [], nparams: known.size };
    const found = diskNamed(chosenDefinition(domains.referredBy(dom), flags), disk ?? '');
    if (found === undefined) throw invalid(`disk '${disk}' was not found in the domain config`);
    return shownParameters(toParams(readBlockLimits(found.device)), { nparams, flags });
  }),
  handle(domainSetBlockIoTune, ({ domains }, { dom, disk, params, flags }) => {
    const name = 'virDomainSetBlockIoTune';
    if (params.length === 0) throw mustBeGreaterThanZero(ErrorDomain.DOMAIN, name, 'nparams');
    checkFlags('testDomainSetBlockIoTune', flags, impactFlags);
    checkParameters(params, known);
    const domain = domains.referredBy(dom);
    domain.change(affectedDefinition(domain, flags), (changing) => {
      const found = diskNamed(changing, disk);
      if (found === undefined) throw invalid(`missing persistent configuration for disk '${disk}'`);
      const limits = changed(readBlockLimits(found.device), params);
      check(limits);
      return changing.withDevice(found.device, withBlockLimits(found.device, limits));
    });
  }),
];
