import { expect, test } from '@jest/globals';
import { connect } from '../../src/client/connect.ts';
import { describeWithLab } from '../support/lab.ts';
import { startTestDaemon } from '../support/test-daemon.ts';
describeWithLab('x', () => { test('y', async () => {
  await using daemon = await startTestDaemon();
  await using c = await connect(daemon.unixUri);
  const watch = await c.watchDomains({ stats: { interval: 50 } });
  const xml = (name: string): string => `<domain type='test'><name>${name}</name><memory>1024</memory><os><type>hvm</type></os></domain>`;
  const d = await c.domainDefineXML(xml('a'));
  await d.create(); await d.suspend(); await d.resume(); await d.setMetadata(1, 'T'); await d.destroy();
  try { await d.rename('b'); } catch (e) { console.log(String(e)); }
  await d.undefine();
  const t = await c.domainCreateXML(xml('t')); await t.destroy();
  await c.getHostname();
  const seen: string[] = [];
  for await (const x of watch) { seen.push(JSON.stringify(x, (k, v) => k==='domain'?undefined: v instanceof Map ? v.size : typeof v === 'bigint' ? String(v) : v)); if (x.type === 'stats-failed') console.log(x.error); if (x.type === 'removed' && x.previous.name === 't') break; }
  console.log(seen.join('\n'));
}, 30000); });
