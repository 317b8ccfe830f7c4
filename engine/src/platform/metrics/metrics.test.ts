import { expect, test } from '@jest/globals';
import { Metrics } from './metrics.ts';

test('writes what Prometheus reads', async () => {
  const metrics = new Metrics();
  const requests = metrics.counter('requests_total', 'Requests.');
  metrics.gauge('temperature', 'Degrees.', () => 21.5);

  requests.add({ route: '/a"b', status: '2xx' });
  requests.add({ route: '/a"b', status: '2xx' });

  expect(await metrics.toText()).toBe(
    '# HELP requests_total Requests.\n# TYPE requests_total counter\nrequests_total{route="/a\\"b",status="2xx"} 2\n' +
      '# HELP temperature Degrees.\n# TYPE temperature gauge\ntemperature 21.5\n',
  );
});

test('a histogram counts in every bucket that is large enough', async () => {
  const metrics = new Metrics();
  const seconds = metrics.histogram('seconds', 'Seconds.');

  seconds.observe(0.02);
  seconds.observe(7);

  const lines = (await metrics.toText()).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'seconds_bucket{le="0.01"} 0',
      'seconds_bucket{le="0.025"} 1',
      'seconds_bucket{le="10"} 2',
    ]),
  );
  expect(lines).toEqual(expect.arrayContaining(['seconds_bucket{le="+Inf"} 2', 'seconds_sum 7.02', 'seconds_count 2']));
});

test('a gauge that fails is left out, and the rest is there', async () => {
  const metrics = new Metrics();
  metrics.gauge('backlog', 'Runs.', () => Promise.reject(new Error('The database is away.')));
  metrics.counter('runs_total', 'Runs.').add();

  const text = await metrics.toText();

  expect(text).not.toContain('backlog');
  expect(text).toContain('runs_total 1');
});

test('labels with the same values in another histogram or order of observation stay apart', async () => {
  const metrics = new Metrics();
  const calls = metrics.histogram('calls', 'Calls.', [1]);

  calls.observe(0.5, { connector: 'a', outcome: 'b' });
  calls.observe(2, { connector: 'ab', outcome: '' });

  expect(await metrics.toText()).toContain('calls_bucket{connector="ab",outcome="",le="1"} 0');
  expect(await metrics.toText()).toContain('calls_count{connector="a",outcome="b"} 1');
});
