import { expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import { DomainStreams } from '../../../src/client/domain/domain-streams.ts';
import { Domain } from '../../../src/client/domain.ts';
import { DomainCheckpoint } from '../../../src/client/domain-checkpoint.ts';
import { DomainSnapshot } from '../../../src/client/domain-snapshot.ts';
import { describeWithLab } from '../../support/lab.ts';
import { clientRows } from '../oracle/client-rows.ts';
import { compareAnswers, compareWithPython } from '../oracle/compare-with-python.ts';
import type { Row } from '../oracle/row.ts';
import { withNodeFile } from '../oracle/with-node-file.ts';
import { historyRows, keepingRows } from './domain-history-rows.ts';
import { readingRows, refusedReadingRows } from './domain-reading-rows.ts';
import { refusedToUs, refusedWritingRows } from './domain-refused-rows.ts';
import { writingRows } from './domain-writing-rows.ts';

const allRows = (directory: string): readonly Row<Connection>[] => [
  ...readingRows,
  ...writingRows(directory),
  ...historyRows,
  ...keepingRows(directory),
];

describeWithLab('domains, asked by us and by Python', (lab) => {
  test.each(['unix', 'tcp'] as const)('give the same from every method over %s', async (transport) => {
    await withNodeFile(lab, transport, async (place) => {
      await using connection = await connect(place.uri);
      await compareWithPython(place, connection, allRows(place.directory));
    });
  });

  test('refuse the same, in the same words', async () => {
    await withNodeFile(lab, 'unix', async (place) => {
      await using connection = await connect(place.uri);
      const [names, ...refused] = await compareAnswers(place, connection, [
        ...refusedReadingRows,
        ...refusedWritingRows,
      ]);
      expect(names).toHaveProperty('value');
      expect(refused.filter((answer) => 'value' in answer)).toEqual([]);
    });
  });

  test('has no labels where there is no security driver, which Python takes for an error', async () => {
    await using connection = await connect(lab.unixUri);
    expect(await (await connection.lookupDomainByName('test')).getSecurityLabelList()).toEqual([]);
  });

  test('do not leave a driver that cannot send them', async () => {
    await using connection = await connect(lab.unixUri);
    const domain = await connection.lookupDomainByName('test');
    await expect(domain.migrate(connection)).rejects.toThrow(/no migration protocol in common/);
  });

  test.each(refusedToUs)('$name reaches the daemon and is refused', async ({ call }) => {
    await using connection = await connect(lab.unixUri);
    await expect(call(connection)).rejects.toMatchObject({ code: expect.stringMatching(/^VIR_ERR_/) });
  });

  test('are compared by every method there is', () => {
    const compared = [...allRows(''), ...refusedReadingRows, ...refusedWritingRows, ...refusedToUs, ...clientRows];
    // Streams have suites of their own.
    const streams = Object.getOwnPropertyNames(DomainStreams.prototype).map((method) => `Domain.${method}`);
    const elsewhere = ['Domain.getSecurityLabelList', 'Domain.migrate', ...streams];
    const names = new Set([...elsewhere, ...compared.map(({ name }) => name)]);
    const methods = [Domain, DomainSnapshot, DomainCheckpoint].flatMap(methodsOf);
    expect(methods.filter((name) => !names.has(name))).toEqual([]);
    expect(methods.length).toBeGreaterThan(150);
  });
});

/** The methods of a class and of those that it extends, as `Domain.getInfo`. */
function methodsOf({ name, prototype }: { readonly name: string; readonly prototype: object }): string[] {
  const methods = new Set<string>();
  for (let of: object | null = prototype; of !== null && of !== Object.prototype; of = Object.getPrototypeOf(of)) {
    for (const [method, { value }] of Object.entries(Object.getOwnPropertyDescriptors(of))) {
      if (typeof value === 'function' && !/^(constructor|toJSON)$/.test(method)) methods.add(`${name}.${method}`);
    }
  }
  return [...methods];
}
