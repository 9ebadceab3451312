import { describeEvents } from './describe-events.ts';

await describeEvents('9.0.0');
