import { domainScreenshot } from '../../../generated/remote-procedures.ts';
import { checkFlags } from '../../fault.ts';
import { type HandledProcedure, handleStream } from '../../handle.ts';
import { largestPiece } from '../../stream/largest-piece.ts';
import { ReadingSink } from '../../stream/reading-sink.ts';
import { pngOf } from './png.ts';

const width = 640;
const height = 400;
const frame = 16;

/** An empty screen in its frame. */
function isFrame(x: number, y: number): boolean {
  return x < frame || y < frame || x >= width - frame || y >= height - frame;
}

let picture: Uint8Array | undefined;

/** What screens show: the same of every guest, even of those that do not run, as with libvirt's own driver. */
export const screenshotHandlers: readonly HandledProcedure[] = [
  handleStream(domainScreenshot, (_, { flags }, openStream) => {
    checkFlags('testDomainScreenshot', flags, 0);
    picture ??= pngOf({ width, height, isWhite: isFrame });
    const bytes = picture;
    let position = 0;
    openStream(false, (stream) => {
      return new ReadingSink(stream, () => {
        if (position >= bytes.length) return 'end';
        const piece = { bytes: bytes.subarray(position, position + largestPiece) };
        position += piece.bytes.length;
        return piece;
      });
    });
    return { mime: 'image/png' };
  }),
];
