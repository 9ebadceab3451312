/** A picture in two colours. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly isWhite: (x: number, y: number) => boolean;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const noCompression = [0x78, 0x01];

/** The picture as a PNG file, with a bit for each point, not compressed: it is not to be larger than 65535 bytes. */
export function pngOf({ width, height, isWhite }: Picture): Uint8Array {
  const stride = 1 + Math.ceil(width / 8);
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * stride + 1 + (x >> 3);
      if (isWhite(x, y)) rows[at] = (rows[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  // One bit of grey, in the order of the rows.
  const header = [...word(width), ...word(height), 1, 0, 0, 0, 0];
  const size = [rows.length & 0xff, rows.length >> 8];
  const lastBlock = [1, ...size, ...size.map((byte) => byte ^ 0xff)];
  const data = [...noCompression, ...lastBlock, ...rows, ...word(adler32(rows))];
  return Uint8Array.from([...signature, ...chunk('IHDR', header), ...chunk('IDAT', data), ...chunk('IEND', [])]);
}

function word(value: number): number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
}

function chunk(type: string, content: readonly number[]): number[] {
  const named = [...type].map((letter) => letter.charCodeAt(0)).concat(content);
  return [...word(content.length), ...named, ...word(crc32(named))];
}

function crc32(bytes: readonly number[]): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return ((high << 16) | low) >>> 0;
}
