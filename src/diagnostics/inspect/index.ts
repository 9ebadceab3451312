/**
 * `libvirt-rpc/inspect`: packets of the protocol in words, without the secrets that they may hold.
 *
 * @module
 */
export { describeFrame, type FrameDescription } from './frame-description.ts';
export { formatFrame, inspectFrame } from './inspect-frame.ts';
export { describeFrames } from './inspect-frames.ts';
