import { describeRelease } from './qemu/describe-release.ts';

await describeRelease('11.3.0');
