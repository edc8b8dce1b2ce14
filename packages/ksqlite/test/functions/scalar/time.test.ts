import {
  bigint,
  callScalar,
  date,
  FAILS,
  int,
  NOW,
  NULL,
  REFUSED,
  testScalar,
  text,
  time,
  timestamp,
  typeOfCall,
} from '../support.ts';

const T = timestamp(1638360611123);

testScalar('UNIX_TIMESTAMP', [
  [[], NOW],
  [[T], 1638360611123],
  [[timestamp(null)], null],
]);
testScalar('UNIX_DATE', [
  [[], 20779],
  [[date(5)], 5],
  [[text('1970-01-03')], 2],
]);
testScalar('FROM_UNIXTIME', [
  [[bigint(12)], 12],
  [[int(12)], 12],
  [[bigint(null)], null],
]);
testScalar('FROM_DAYS', [
  [[int(50)], 50],
  [[int(null)], FAILS],
]);

testScalar('DATEADD', [
  [[text('DAYS'), int(5), date(10)], 15],
  [[text('HOUR'), int(-25), date(0)], -1],
  [[text('DAYS'), int(5), text('1970-01-02')], 6],
  [[text('DAYS'), int(null), date(10)], null],
  [[text('FORTNIGHTS'), int(1), date(10)], REFUSED],
  [[NULL, int(1), date(10)], REFUSED],
]);
testScalar('DATESUB', [[[text('DAYS'), int(5), date(10)], 5]]);
testScalar('TIMEADD', [
  [[text('HOURS'), int(3), time(82_800_000)], 7_200_000],
  [[text('DAYS'), int(3), time(5)], 5],
]);
testScalar('TIMESUB', [
  [[text('MINUTE'), int(1), time(0)], 86_340_000],
  // more nanoseconds than a long holds (seen on a JVM)
  [[text('HOURS'), int(2_000_000_000), time(1000)], 764_145],
  [[text('HOURS'), int(-2_000_000_000), time(1000)], 85_637_854],
  [[text('MINUTES'), int(2_000_000_000), time(86_399_999)], 763_144],
  [[text('SECONDS'), int(2_000_000_000), time(1)], 73_600_001],
]);
testScalar('TIMEADD', [
  [[text('HOURS'), int(2_000_000_000), time(1000)], 85_637_854],
  [[text('DAYS'), int(-2_000_000_000), time(0)], 763_145],
]);
testScalar('TIMESTAMPADD', [
  [[text('SECONDS'), int(2), T], 1638360613123],
  [[text('SECONDS'), int(2), timestamp(null)], null],
]);
testScalar('TIMESTAMPSUB', [[[text('MILLISECONDS'), int(3), T], 1638360611120]]);

testScalar('CONVERT_TZ', [
  [[T, text('UTC'), text('America/New_York')], 1638360611123 - 5 * 3_600_000],
  [[T, text('+02:00'), text('+05:30')], 1638360611123 + 3.5 * 3_600_000],
  [[T, text('Mars/Base'), text('UTC')], FAILS],
  [[T, text(null), text('UTC')], null],
]);

testScalar('FORMAT_TIMESTAMP', [
  [[T, text('yyyy-MM-dd HH:mm:ss.SSS')], '2021-12-01 12:10:11.123'],
  [
    [T, text("EEE, d MMM uuuu h:mm a 'o''clock' XXX"), text('Europe/Berlin')],
    "Wed, 1 Dec 2021 1:10 PM o'clock +01:00",
  ],
  [[T, text('yyyy-MM-dd b')], FAILS],
  [[T, text("yyyy 'x")], FAILS],
  [[T, text('yyyy]')], FAILS],
  [[T, text('HHH')], FAILS],
  [[T, text('yyyy'), text('Nowhere')], FAILS],
  [[timestamp(null), text('yyyy')], null],
  [[T, text(null)], null],
]);
testScalar('FORMAT_DATE', [
  [[date(18962), text('yyyy-MM-dd')], '2021-12-01'],
  [[date(18962), text('HH')], FAILS],
  [[date(null), text('yyyy')], null],
]);
testScalar('FORMAT_TIME', [
  [[time(45296789), text('HH:mm:ss.SSS')], '12:34:56.789'],
  [[time(0), text('yyyy')], FAILS],
  [[time(0), text('[yyyy]HH')], '00'],
]);
testScalar('TIMESTAMPTOSTRING', [
  [[bigint(1638360611123), text('yyyy-MM-dd HH:mm:ss'), text('Asia/Kolkata')], '2021-12-01 17:40:11'],
  [[bigint(null), text('yyyy')], FAILS],
  [[bigint(1), text(null), text('UTC')], null],
]);
testScalar('DATETOSTRING', [
  [[int(18962), text('dd.MM.yyyy')], '01.12.2021'],
  [[int(1), text(null)], null],
]);

testScalar('PARSE_TIMESTAMP', [
  [[text('2021-12-01 12:10:11.123'), text('yyyy-MM-dd HH:mm:ss.SSS')], 1638360611123],
  [[text('2021-12-01 13:10'), text('yyyy-MM-dd HH:mm'), text('Europe/Berlin')], 1638360600000],
  [[text('2021-03-28 02:30'), text('yyyy-MM-dd HH:mm'), text('Europe/Berlin')], Date.UTC(2021, 2, 28, 1, 30)],
  [[text('2021-10-31 02:30'), text('yyyy-MM-dd HH:mm'), text('Europe/Berlin')], Date.UTC(2021, 9, 31, 1, 30)],
  [[text('2021-02-30'), text('yyyy-MM-dd')], Date.UTC(2021, 1, 28)],
  [[text('2021-13-01'), text('yyyy-MM-dd')], FAILS],
  [[text('2021-12-01x'), text('yyyy-MM-dd')], FAILS],
  [[text(null), text('yyyy')], null],
]);
testScalar('STRINGTOTIMESTAMP', [
  [[text('2021-12-01T12:10:11Z'), text("yyyy-MM-dd'T'HH:mm:ssX"), text('Asia/Kolkata')], 1638360611000],
  [[text(null), text('yyyy')], FAILS],
]);
testScalar('PARSE_DATE', [
  [[text('2021-12-01'), text('yyyy-MM-dd')], 18962],
  [[text('2021-04-31'), text('yyyy-MM-dd')], 18748],
  [[text('1 Dec 21'), text('d MMM yy')], 18962],
  [[text('2021-12-01 10'), text('yyyy-MM-dd HH')], FAILS],
  [[text(null), text('yyyy')], null],
]);
testScalar('STRINGTODATE', [
  [[text('01 DEC 2021'), text('dd MMM yyyy')], 18962],
  [[text('2021-12'), text('yyyy-MM')], FAILS],
  [[text(null), text('yyyy')], FAILS],
]);
testScalar('PARSE_TIME', [
  [[text('12:34:56.789'), text('HH:mm:ss.SSS')], 45296789],
  [[text('1:05 pm'), text('h:mm a')], 47_100_000],
  [[text('12:34 2021'), text('HH:mm yyyy')], FAILS],
  [[text('34'), text('mm')], FAILS],
  [[text('25:00'), text('HH:mm')], FAILS],
  [[text(null), text('HH')], null],
]);

test('texts are taken where timestamps, dates and times are wanted', () => {
  const format = (value: string) =>
    callScalar('FORMAT_TIMESTAMP', [text(value), text('yyyy-MM-dd HH:mm:ss.SSS')]);
  expect(format('2020')).toBe('2020-01-01 00:00:00.000');
  expect(format('2020-05-26T01:34')).toBe('2020-05-26 01:34:00.000');
  expect(format('2020-05-26T01:34:20.123+02:00')).toBe('2020-05-25 23:34:20.123');
  expect(format('2020-05-26T01:34:20Z')).toBe('2020-05-26 01:34:20.000');
  expect(format('2020-05-26T24')).toBe('2020-05-27 00:00:00.000');
  expect(format('2020-05-26T24:00:00.000Z')).toBe('2020-05-27 00:00:00.000');
  expect(() => format('yesterday')).toThrow('Failed to parse timestamp');
  expect(callScalar('FORMAT_TIME', [text('01:34'), text('HHmmss')])).toBe('013400');
  expect(() => callScalar('FORMAT_TIME', [text('1:34'), text('HHmmss')])).toThrow('Failed to parse time');
  expect(callScalar('FORMAT_DATE', [text('2020-05'), text('yyyyMMdd')])).toBe('20200501');
  expect(() => callScalar('FORMAT_DATE', [text('2021-02-29'), text('yyyy')])).toThrow('Failed to parse date');
});

test('types of results', () => {
  expect(typeOfCall('PARSE_TIMESTAMP', [text(''), text('')])).toBe('TIMESTAMP');
  expect(typeOfCall('STRINGTOTIMESTAMP', [text(''), text('')])).toBe('BIGINT');
  expect(typeOfCall('DATEADD', [text('DAYS'), int(1), date(1)])).toBe('DATE');
});
