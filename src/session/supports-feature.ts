import { LibvirtError } from '../errors/libvirt-error.ts';
import { connectSupportsFeature } from '../generated/remote-procedures.ts';
import type { CallOptions } from '../rpc/call-options.ts';
import type { Session } from './session.ts';

/** Whether the daemon has a feature of libvirt's internal list; asked where `known` does not say. A refusal counts as no. */
export async function supportsFeature(
  session: Session,
  known: Map<number, boolean>,
  feature: number,
  options: CallOptions | undefined,
): Promise<boolean> {
  const answer = known.get(feature);
  if (answer !== undefined) return answer;
  let supported = false;
  try {
    supported = (await session.call(connectSupportsFeature, { feature }, options)).supported !== 0;
  } catch (error) {
    if (!(error instanceof LibvirtError)) throw error;
  }
  known.set(feature, supported);
  return supported;
}
