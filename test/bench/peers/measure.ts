/** Makes one call, the how manieth is told, and tells how much has come back. */
export type Operation = (call: number) => Promise<number>;

/** Shares the calls among so many callers; resolves with the sum of what came back. */
async function perform(operation: Operation, calls: number, concurrency: number): Promise<number> {
  let next = 0;
  let received = 0;
  const caller = async (): Promise<void> => {
    while (next < calls) {
      const amount = await operation(next++);
      received += amount;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
  return received;
}

/** Warms up, then measures, and prints the result as a line of JSON, as every peer does: times in microseconds. */
export async function measure(operation: Operation, calls: number, concurrency: number): Promise<void> {
  await perform(operation, Math.floor(calls / 2), concurrency);
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const received = await perform(operation, calls, concurrency);
  const wall = Math.round((performance.now() - start) * 1000);
  const { user, system } = process.cpuUsage(cpuBefore);
  console.log(JSON.stringify({ cpu: user + system, wall, received }));
}

/** What a peer is asked to do. */
export interface Task {
  readonly uri: string;
  readonly operation: string;
  readonly calls: number;
  readonly concurrency: number;
}

/** Reads the command line that all peers have in common. */
export function readTask(): Task {
  const [socket, file, operation, calls, concurrency] = process.argv.slice(2);
  if (socket === undefined || file === undefined || operation === undefined) {
    throw new Error('usage: SOCKET XML-FILE OPERATION CALLS CONCURRENCY');
  }
  const uri = `test+unix://${file}?socket=${socket}`;
  return { uri, operation, calls: Number(calls), concurrency: Number(concurrency) };
}
