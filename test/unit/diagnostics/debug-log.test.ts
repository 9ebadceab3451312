import { format } from 'node:util';
import { expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { printTraces } from '../../../src/diagnostics/debug-log.ts';
import { theTracer } from './heard.ts';

test('what happens is printed line by line for people', async () => {
  const lines: string[] = [];
  let time = 0;
  const stop = printTraces(
    await theTracer(),
    (text, ...values) => lines.push(format(text, ...values)),
    () => time++,
  );
  try {
    await using connection = await connect('test:///default');
    const domain = await connection.lookupDomainByName('test');
    await domain.setUserPassword('root', 'hunter2');
    await connection.lookupDomainByName('nope').catch(() => undefined);
    await using events = await connection.events('domain-lifecycle');
    await domain.suspend();
    for await (const _ of events) break;
  } finally {
    stop();
  }
  const before = lines.length;
  await (await connect('test:///default')).close();
  expect(lines.length).toBe(before);
  const text = lines.join('\n');
  const dom = 'dom={name="test" uuid="6695eb01-f6a4-8304-79aa-97f2502e193f" id=1}';
  for (const line of [
    /^#1 connect test:\/\/\/default$/m,
    /^#1 done after \d+\.0 ms: test:\/\/\/default through .+$/m,
    /^#\d+ call domainLookupByName \(name="test"\) to .+$/m,
    new RegExp(`^#\\d+ call domainSetUserPassword \\(${dom} flags=0\\) to `, 'm'),
    /^#\d+ failed after \d+\.0 ms: LibvirtError: Domain not found.* \(VIR_ERR_NO_DOMAIN\)$/m,
    /^#\d+ subscribe to domain-lifecycle at .+$/m,
    /^event domain-lifecycle \(domain=\{name="test" uuid="6695eb01-f6a4-8304-79aa-97f2502e193f"\}\) from .+$/m,
  ]) {
    expect(text).toMatch(line);
  }
  expect(text).not.toContain('hunter2');
});
