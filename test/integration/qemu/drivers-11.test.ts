import { describeRelease } from './describe-release.ts';

await describeRelease('11.3.0');
