import { connectGetLibVersion } from '../generated/remote-procedures.ts';
import type { SessionProgram } from './session-program.ts';

/** The daemon's version of libvirt, as the program that manages hypervisors tells it. */
export const askRemoteVersion: SessionProgram['askLibVersion'] = async (call) =>
  (await call(connectGetLibVersion)).lib_ver;
