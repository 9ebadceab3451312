import { describeEvents } from './qemu/describe-events.ts';

await describeEvents('12.8.0');
