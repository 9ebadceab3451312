import { ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import { type Fault, fault, internalFault } from '../fault.ts';
import type { GuestCpu, GuestCpuFeature } from './guest-cpu.ts';
import type { HostCpu } from './host-cpu.ts';
import { type X86Model, x86Features, x86Models } from './x86-models.ts';

const vendors: ReadonlySet<string> = new Set(['Intel', 'AMD', 'Hygon']);

function failed(detail: string): Fault {
  return fault(ErrorNumber.ERR_OPERATION_FAILED, ErrorDomain.CPU, detail);
}

function internal(detail: string): Fault {
  return internalFault(ErrorDomain.CPU, detail);
}

function modelOf({ model }: HostCpu): X86Model {
  const known = x86Models.get(model);
  if (known === undefined) throw internal(`Unknown CPU model ${model}`);
  return known;
}

/** All that a host's CPU has. */
function featuresOf(cpu: HostCpu): ReadonlySet<string> {
  const { features } = modelOf(cpu);
  const unknown = cpu.features.find((feature) => !x86Features.includes(feature));
  if (unknown !== undefined) throw internal(`Unknown CPU feature ${unknown}`);
  return new Set([...features, ...cpu.features]);
}

function checkVendor(vendor: string): string {
  if (vendors.has(vendor)) return vendor;
  throw failed(`Unknown CPU vendor ${vendor}`);
}

/** Who has made all of the CPUs: what they say, or what their models say of those that say nothing. */
function commonVendor([first, ...others]: readonly HostCpu[]): string | undefined {
  let common = first?.vendor === undefined ? undefined : checkVendor(first.vendor);
  for (const cpu of others) {
    const model = modelOf(cpu);
    if (cpu.vendor !== undefined && model.vendor !== undefined && cpu.vendor !== model.vendor) {
      throw failed(`CPU vendor ${model.vendor} of model ${model.name} differs from vendor ${cpu.vendor}`);
    }
    const vendor = cpu.vendor ?? model.vendor;
    if (vendor === undefined) continue;
    common ??= checkVendor(vendor);
    if (common !== vendor) throw failed('CPU vendors do not match');
  }
  return common;
}

/** How features are said with a model: those that it lacks, and those that it has and that are not there. */
function saidWith(model: X86Model, wanted: ReadonlySet<string>): GuestCpuFeature[] {
  const named = (policy: GuestCpuFeature['policy'], isMeant: (name: string) => boolean): GuestCpuFeature[] =>
    x86Features.filter(isMeant).map((name) => ({ name, policy }));
  const features = [
    ...named('require', (name) => wanted.has(name) && !model.features.has(name)),
    ...named('disable', (name) => !wanted.has(name) && model.features.has(name)),
  ];
  return [...features, ...removedFrom(model, features)];
}

/** Features that a model once had are turned off where nothing is said of them. */
function removedFrom({ removed }: X86Model, said: readonly GuestCpuFeature[]): GuestCpuFeature[] {
  return removed
    .filter((name) => said.every((feature) => feature.name !== name))
    .map((name) => ({ name, policy: 'disable' }));
}

interface Cost {
  readonly total: number;
  readonly disabling: number;
}

/** How much there is to say with a model; each feature to be turned off counts more than the one before. */
function costOf(features: readonly GuestCpuFeature[]): Cost {
  let enabled = features.length;
  let disabling = 0;
  let penalty = 2;
  // The number of features to look at falls with each one to be turned off: libvirt does not get to see the last ones.
  for (let at = 0; at < enabled; at++) {
    if (features[at]?.policy !== 'disable') continue;
    enabled--;
    disabling += penalty;
    penalty++;
  }
  return { total: enabled + disabling, disabling };
}

interface Candidate {
  readonly model: X86Model;
  readonly features: readonly GuestCpuFeature[];
  readonly cost: Cost;
}

function isBetter(candidate: Candidate, current: Candidate, preferred: readonly string[]): boolean {
  const { total, disabling } = candidate.cost;
  if (total < current.cost.total) return true;
  if (total === current.cost.total && disabling < current.cost.disabling) return true;
  return preferred.includes(candidate.model.name) && disabling < current.cost.disabling;
}

/** The model with which a CPU of these features is described best. */
function describe(wanted: ReadonlySet<string>, vendor: string | undefined, preferred: readonly string[]): Candidate {
  let best: Candidate | undefined;
  for (const model of [...x86Models.values()].reverse()) {
    if (!model.isForGuests) continue;
    if (vendor !== undefined && model.vendor !== undefined && model.vendor !== vendor) continue;
    const features = saidWith(model, wanted);
    const candidate = { model, features, cost: costOf(features) };
    if (preferred.length === 1 && preferred[0] === model.name) return candidate;
    if (best === undefined || isBetter(candidate, best, preferred)) best = candidate;
  }
  if (best === undefined) throw internal('Cannot find suitable CPU model for given data');
  return best;
}

/** The CPU that guests can have on all of the hosts. */
export function x86Baseline(cpus: readonly HostCpu[]): GuestCpu {
  const all = cpus.map(featuresOf);
  const vendor = commonVendor(cpus);
  const shared = new Set(x86Features.filter((feature) => all.every((features) => features.has(feature))));
  if (shared.size === 0) throw failed('CPUs are incompatible');
  const names = [...new Set(cpus.map(({ model }) => model))];
  const { model, features } = describe(shared, vendor, names);
  return {
    model: model.name,
    fallback: names.length === 1 && names[0] === model.name ? 'forbid' : 'allow',
    vendor: cpus.every((cpu) => cpu.vendor !== undefined) ? vendor : undefined,
    features,
  };
}

/** The same with all features that its model has, in the order of their names. */
export function withAllFeatures(cpu: GuestCpu): GuestCpu {
  const model = x86Models.get(cpu.model);
  if (model === undefined) return cpu;
  const policies = new Map([...model.features].map((name) => [name, 'require' as GuestCpuFeature['policy']]));
  for (const { name, policy } of cpu.features) policies.set(name, policy);
  const said = [...policies].map(([name, policy]) => ({ name, policy }));
  const features = [...said, ...removedFrom(model, said)];
  return { ...cpu, features: features.sort((left, right) => (left.name < right.name ? -1 : 1)) };
}
