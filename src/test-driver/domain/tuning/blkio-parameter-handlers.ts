import { ErrorDomain, TypedParameterFlags } from '../../../generated/api-enums.ts';
import { domainGetBlkioParameters, domainSetBlkioParameters } from '../../../generated/remote-procedures.ts';
import { REMOTE_DOMAIN_BLKIO_PARAMETERS_MAX, type TypedParam } from '../../../generated/remote-types.ts';
import { mustNotBeNull } from '../../arguments.ts';
import { checkFlags, type Fault, invalidArgument } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import {
  checkParameters,
  checkRoom,
  type KnownParameters,
  ParameterType,
  shownParameters,
  stringParameter,
  uintParameter,
} from '../../typed-parameters.ts';
import { affectedDefinition, bothImpacts, chosenDefinition, impactFlags } from '../affected-definitions.ts';
import {
  type BlkioDevice,
  type BlkioLimitName,
  type BlkioTuning,
  blkioLimitNames,
  formatBlkioTuning,
  parseBlkioLimit,
  readBlkioTuning,
} from '../definition/blkio-tuning.ts';

/** What parameters call the limits of devices. */
const fieldOf: Readonly<Record<BlkioLimitName, string>> = {
  weight: 'device_weight',
  read_iops_sec: 'device_read_iops_sec',
  write_iops_sec: 'device_write_iops_sec',
  read_bytes_sec: 'device_read_bytes_sec',
  write_bytes_sec: 'device_write_bytes_sec',
};

const known: KnownParameters = new Map([
  ['weight', ParameterType.UINT],
  ...blkioLimitNames.map((name) => [fieldOf[name], ParameterType.STRING] as const),
]);

function toParams({ weight, devices }: BlkioTuning): TypedParam[] {
  const limits = blkioLimitNames.map((name) => {
    const set = devices.filter(({ limits }) => (limits[name] ?? 0n) !== 0n);
    return stringParameter(fieldOf[name], set.map(({ path, limits }) => `${path},${limits[name]}`).join(','));
  });
  return [uintParameter('weight', weight), ...limits];
}

function invalid(detail: string): Fault {
  return invalidArgument(ErrorDomain.DOMAIN, detail);
}

/** Reads `/dev/sda,100,/dev/sdb,200`. */
function parseLimits(name: BlkioLimitName, text: string): (readonly [path: string, limit: bigint])[] {
  if (text === '') return [];
  const field = fieldOf[name];
  const unparsable = invalid(`unable to parse blkio device '${field}' '${text}'`);
  const parts = text.split(',');
  if (parts.length % 2 !== 0) throw unparsable;
  return Array.from({ length: parts.length / 2 }, (_, at) => {
    const [path = '', number = ''] = parts.slice(2 * at, 2 * at + 2);
    // Digits may be followed by other text, which is not part of the number but of no list either.
    const [, digits, rest] = /^(\s*\+?\d+)(.*)$/s.exec(number) ?? [];
    const limit = digits === undefined ? undefined : parseBlkioLimit(name, digits);
    if (limit === undefined) {
      const behind = parts.slice(2 * at + 1).join(',');
      throw invalid(`invalid value '${behind}' for parameter '${field}' of device '${path}'`);
    }
    if (rest !== '') throw unparsable;
    return [path, limit] as const;
  });
}

/** What becomes of limits when others of that name are set; what was not there before and is nothing is left out. */
function withLimits(
  devices: readonly BlkioDevice[],
  name: BlkioLimitName,
  limits: readonly (readonly [path: string, limit: bigint])[],
): BlkioDevice[] {
  const byPath = new Map(devices.map((device) => [device.path, device.limits]));
  for (const [path, limit] of limits) {
    const before = byPath.get(path);
    if (before !== undefined || limit !== 0n) byPath.set(path, { ...before, [name]: limit });
  }
  return [...byPath].map(([path, changed]) => ({ path, limits: changed }));
}

/** What becomes of it with the parameters, each by itself: one that is wrong does not keep the others from counting. */
function applied(before: BlkioTuning, params: readonly TypedParam[]): { tuning: BlkioTuning; refused?: unknown } {
  let tuning = before;
  let refused: unknown;
  for (const { field, value } of params) {
    if (value.type === ParameterType.UINT) tuning = { ...tuning, weight: value.value };
    const name = blkioLimitNames.find((limit) => fieldOf[limit] === field);
    if (name === undefined || value.type !== ParameterType.STRING) continue;
    try {
      tuning = { ...tuning, devices: withLimits(tuning.devices, name, parseLimits(name, value.value)) };
    } catch (error) {
      refused = error;
    }
  }
  return { tuning, refused };
}

/** How much of the host's disks domains get. */
export const blkioParameterHandlers: readonly HandledProcedure[] = [
  handle(domainGetBlkioParameters, ({ domains }, { dom, nparams, flags }) => {
    const name = 'virDomainGetBlkioParameters';
    checkRoom({ nparams, flags }, REMOTE_DOMAIN_BLKIO_PARAMETERS_MAX, ErrorDomain.DOMAIN, name);
    if ((flags & impactFlags) === impactFlags) throw bothImpacts(name, 'ctl');
    checkFlags('testDomainGetBlkioParameters', flags, impactFlags | TypedParameterFlags.STRING_OKAY);
    if (nparams === 0) return { params: [], nparams: known.size };
    const definition = chosenDefinition(domains.referredBy(dom), flags);
    return shownParameters(toParams(readBlkioTuning(definition.part('blkiotune'))), { nparams, flags });
  }),
  handle(domainSetBlkioParameters, ({ domains }, { dom, params, flags }) => {
    if (params.length === 0) throw mustNotBeNull(ErrorDomain.DOMAIN, 'virDomainSetBlkioParameters', 'params');
    checkFlags('testDomainSetBlkioParameters', flags, impactFlags);
    checkParameters(params, known);
    const domain = domains.referredBy(dom);
    let refused: unknown;
    domain.change(affectedDefinition(domain, flags), (changing) => {
      const result = applied(readBlkioTuning(changing.part('blkiotune')), params);
      refused = result.refused;
      return changing.withPart('blkiotune', formatBlkioTuning(result.tuning));
    });
    if (refused !== undefined) throw refused;
  }),
];
