import type { Fault } from './fault.ts';
import { badArgument } from './fault.ts';

/*
 * What libvirt's public functions refuse before they ask a driver; `domain` is that of the function.
 */

export function mustNotBeZero(domain: number, functionName: string, argument: string): Fault {
  return badArgument(domain, functionName, argument, `${argument} in ${functionName} must not be zero`);
}

export function mustBeZero(domain: number, functionName: string, argument: string): Fault {
  return badArgument(domain, functionName, argument, `${argument} in ${functionName} must be zero`);
}

export function mustNotBeNull(domain: number, functionName: string, argument: string): Fault {
  return badArgument(domain, functionName, argument, `${argument} in ${functionName} must not be NULL`);
}

export function mustBeNull(domain: number, functionName: string, argument: string): Fault {
  return badArgument(domain, functionName, argument, `${argument} in ${functionName} must be NULL`);
}

export function mustNotBeEmpty(domain: number, functionName: string, argument: string): Fault {
  return badArgument(domain, functionName, argument, `string ${argument} in ${functionName} must not be empty`);
}

export function mutuallyExclusive(domain: number, functionName: string, one: string, other: string): Fault {
  return badArgument(domain, functionName, 'ctl', `Flags '${one}' and '${other}' are mutually exclusive`);
}

/** `one` has to be set where `other` is. */
export function requiredBy(domain: number, functionName: string, one: string, other: string): Fault {
  return badArgument(domain, functionName, 'ctl', `Flag '${one}' is required by flag '${other}'`);
}

export function mustBeGreaterThanZero(domain: number, functionName: string, argument: string): Fault {
  return badArgument(domain, functionName, argument, `${argument} in ${functionName} must be greater than zero`);
}
