/*
 * What all domains use, with one call where the driver has it and with one for each domain where not: as lines for
 * people or, with --json, for programs.
 */
import { type Connection, connect, DomainStatsTypes, jsonReplacer, NotSupportedError } from 'libvirt-rpc';

interface Usage {
  readonly name: string;
  /** In nanoseconds. */
  readonly cpuTime: bigint | undefined;
  /** In KiB. */
  readonly memory: bigint | undefined;
}

const [uri = 'test:///default'] = process.argv.slice(2).filter((argument) => argument !== '--json');
await using connection = await connect(uri, { readOnly: true, timeout: 10_000 });

const usage = await usageOfAll(connection);
if (process.argv.includes('--json')) {
  console.log(JSON.stringify(usage, jsonReplacer, 2));
} else {
  for (const { name, cpuTime = 0n, memory = 0n } of usage) {
    console.log(`${name}: ${cpuTime / 1_000_000_000n} s of CPU time, ${memory / 1024n} MiB`);
  }
}

async function usageOfAll(connection: Connection): Promise<Usage[]> {
  try {
    const records = await connection.getAllDomainStats({
      stats: [DomainStatsTypes.CPU_TOTAL, DomainStatsTypes.BALLOON],
    });
    return records.map(({ domain: { name }, stats: { cpu, balloon } }) => ({
      name,
      cpuTime: cpu?.time,
      memory: balloon?.current,
    }));
  } catch (error) {
    if (!(error instanceof NotSupportedError)) throw error;
    const domains = await connection.listAllDomains();
    return await Promise.all(
      domains.map(async (domain) => {
        const { cpuTime, memory } = await domain.getInfo();
        return { name: domain.name, cpuTime, memory };
      }),
    );
  }
}
