import { describeEvents } from './qemu/describe-events.ts';

await describeEvents('11.3.0');
