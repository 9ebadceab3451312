import { expect, test } from '@jest/globals';
import { StepRecorder } from '../../../../src/cli/doctor/step-recorder.ts';

function recorderAt(times: readonly number[]): StepRecorder {
  const left = [...times];
  return new StepRecorder(() => left.shift() ?? Number.NaN);
}

test('the time until the next word is that of the step that spoke, also when steps take turns', () => {
  const recorder = recorderAt([0, 1, 3, 7, 15, 31]);
  recorder.tell({ step: 'resolve', host: 'kvm1' });
  recorder.tell({ step: 'connect' });
  recorder.tell({ step: 'resolve' });
  recorder.tell({ step: 'connect' });
  recorder.pause();
  expect([...recorder.elapsed]).toEqual([
    ['uri', 1],
    ['resolve', 2 + 8],
    ['connect', 4 + 16],
  ]);
  expect(recorder.current).toBe('connect');
});

test('lists grow, and all else is the latest', () => {
  const recorder = recorderAt([0, 0, 0, 0]);
  recorder.tell({ step: 'connect', tried: ['unix:/a'], address: 'a' });
  recorder.tell({ step: 'connect', tried: ['unix:/b'] });
  recorder.tell({ step: 'connect', address: 'b' });
  expect(recorder.facts.connect).toEqual({ tried: ['unix:/a', 'unix:/b'], address: 'b' });
});

test('what belonged to another step is moved there with its time', () => {
  const recorder = recorderAt([0, 1, 2, 12]);
  recorder.tell({ step: 'ssh' });
  recorder.tell({ step: 'authentication' });
  recorder.move('authentication', 'ssh');
  expect([...recorder.elapsed]).toEqual([
    ['uri', 1],
    ['ssh', 11],
  ]);
  expect(recorder.current).toBe('ssh');
});
