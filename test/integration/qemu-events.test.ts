import { describeEvents } from './qemu/describe-events.ts';

await describeEvents('9.0.0');
