import { expect, test } from '@jest/globals';
import { Metrics } from './metrics.ts';

test('writes what Prometheus reads', () => {
  const metrics = new Metrics();
  const requests = metrics.counter('requests_total', 'Requests.');
  metrics.gauge('temperature', 'Degrees.', () => 21.5);

  requests.add({ route: '/a"b', status: '2xx' });
  requests.add({ route: '/a"b', status: '2xx' });

  expect(metrics.toText()).toBe(
    '# HELP requests_total Requests.\n# TYPE requests_total counter\nrequests_total{route="/a\\"b",status="2xx"} 2\n' +
      '# HELP temperature Degrees.\n# TYPE temperature gauge\ntemperature 21.5\n',
  );
});

test('a histogram counts in every bucket that is large enough', () => {
  const metrics = new Metrics();
  const seconds = metrics.histogram('seconds', 'Seconds.');

  seconds.observe(0.02);
  seconds.observe(7);

  const lines = metrics.toText().split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'seconds_bucket{le="0.01"} 0',
      'seconds_bucket{le="0.025"} 1',
      'seconds_bucket{le="10"} 2',
    ]),
  );
  expect(lines).toEqual(expect.arrayContaining(['seconds_bucket{le="+Inf"} 2', 'seconds_sum 7.02', 'seconds_count 2']));
});
