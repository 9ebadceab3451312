import { describeRelease } from './describe-release.ts';

await describeRelease('12.8.0');
