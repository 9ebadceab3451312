import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import type { Lab } from '../../support/lab.ts';
import { compareWithPython } from '../oracle/compare-with-python.ts';
import type { Row } from '../oracle/row.ts';
import type { Rule } from '../oracle/rules.ts';
import { withNodeFile } from '../oracle/with-node-file.ts';

/** What we do with a connection, and the Python expression with the same result. */
export function row(python: string, call: (connection: Connection) => unknown, rule?: Rule): Row<Connection> {
  return { name: 'we', python, rule, call: async (connection) => described(await call(connection)) };
}

/** Something that gives nothing back; that it did something shows in later rows. */
export function deed(python: string, call: (connection: Connection) => Promise<void>): Row<Connection> {
  return row(`(${python}, None)[1]`, call);
}

/** Objects as Python's side describes them, which their `toJSON` does too. */
function described(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(described);
  if (typeof value === 'object' && value !== null && 'toJSON' in value && typeof value.toJSON === 'function') {
    return value.toJSON();
  }
  return value;
}

/** Goes through the rows with the test driver, whose state comes from the same file for Python and for us. */
export async function compareOnTestDriver(lab: Lab, rows: readonly Row<Connection>[]): Promise<void> {
  await withNodeFile(lab, 'unix', async (place) => {
    await using connection = await connect(place.uri);
    await compareWithPython(place, connection, rows);
  });
}

/** Goes through the rows with one of the daemon's real drivers, as `secret`: Python first, then we. */
export async function compareOnDriver(lab: Lab, driver: string, rows: readonly Row<Connection>[]): Promise<void> {
  const uri = driverUri(lab, driver);
  await using connection = await connect(uri);
  await compareWithPython({ uri, directory: lab.directory }, connection, rows);
}

/** One of the drivers of the shared daemon. */
export function driverUri({ socketPath }: Lab, driver: string): string {
  return `${driver}+unix:///system?socket=${socketPath}`;
}
