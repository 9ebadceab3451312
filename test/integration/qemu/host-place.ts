import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import { systemPython } from '../../support/python-libvirt.ts';
import { hostSocketPath, type QemuHost } from '../../support/qemu-lab/qemu-host.ts';
import type { Answer } from '../oracle/ask-python.ts';
import { compareAnswers, compareWithPython, type Place } from '../oracle/compare-with-python.ts';
import type { Row } from '../oracle/row.ts';
import { images } from './guest.ts';

/** A driver of the host's daemon, as we reach it from here and the Python of its own release from within. */
export function placeOn(host: QemuHost, driver: string, path = '/system'): Place {
  const uriBy = (socket: string): string => `${driver}+unix://${path}?socket=${socket}`;
  return {
    uri: uriBy(host.socketPath),
    directory: images,
    python: { uri: uriBy(hostSocketPath), interpreter: host.command(systemPython) },
  };
}

/** Goes through the rows at the place, first Python and then we; all must succeed, with the same results. */
export async function compareOnHost(place: Place, rows: readonly Row<Connection>[]): Promise<void> {
  await using connection = await connect(place.uri);
  await compareWithPython(place, connection, rows);
}

/** {@link compareOnHost} where what is refused must be refused to both, in the same words. Resolves to the answers. */
export async function compareAnswersOnHost(place: Place, rows: readonly Row<Connection>[]): Promise<readonly Answer[]> {
  await using connection = await connect(place.uri);
  return await compareAnswers(place, connection, rows);
}
