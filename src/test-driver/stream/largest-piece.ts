/** The most bytes that libvirtd puts into a packet of a stream. */
export const largestPiece: number = 262_120;
