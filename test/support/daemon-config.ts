export type DaemonConfigValue = string | number | readonly string[];
export type DaemonConfig = Readonly<Record<string, DaemonConfigValue>>;

/** The text of a libvirtd.conf. */
export function formatDaemonConfig(config: DaemonConfig): string {
  return Object.entries(config)
    .map(([key, value]) => `${key} = ${formatValue(key, value)}\n`)
    .join('');
}

function formatValue(key: string, value: DaemonConfigValue): string {
  if (typeof value === 'number') {
    return String(value);
  }
  return typeof value === 'string' ? quote(key, value) : `[${value.map((item) => quote(key, item)).join(', ')}]`;
}

function quote(key: string, text: string): string {
  // the format has no escapes: a text that holds one kind of quote can only be written with the other
  const mark = text.includes('"') ? "'" : '"';
  if (text.includes(mark) || text.includes('\n')) {
    throw new RangeError(`libvirtd.conf cannot hold this value of ${key}: ${JSON.stringify(text)}`);
  }
  return `${mark}${text}${mark}`;
}
