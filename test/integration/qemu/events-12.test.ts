import { describeEvents } from './describe-events.ts';

await describeEvents('12.8.0');
