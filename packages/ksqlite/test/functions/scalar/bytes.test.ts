import { bytes, FAILS, int, REFUSED, testScalar, text } from '../support.ts';

const hex = (digits: string) => bytes(Buffer.from(digits, 'hex'));

testScalar('TO_BYTES', [
  [[text('ff00'), text('hex')], Buffer.of(255, 0)],
  [[text('é'), text('utf8')], Buffer.from('é')],
  [[text('é'), text('ascii')], Buffer.from('?')],
  [[text('aGk='), text('base64')], Buffer.from('hi')],
  [[text('f'), text('hex')], FAILS],
  [[text('*'), text('base64')], FAILS],
  [[text('a'), text('rot13')], FAILS],
  [[text(null), text('hex')], null],
]);
testScalar('FROM_BYTES', [
  [[hex('ff0a'), text('hex')], 'FF0A'],
  [[hex('6869'), text('base64')], 'aGk='],
  [[hex('6869'), text('UTF8')], 'hi'],
  [[bytes(null), text('hex')], null],
]);
testScalar('INT_FROM_BYTES', [
  [[hex('0000002f')], 47],
  [[hex('2f000000'), text('little_endian')], 47],
  [[hex('ffffffff')], -1],
  [[hex('00')], FAILS],
  [[hex('0000002f'), text('MIDDLE')], FAILS],
  [[hex('0000002f'), text(null)], FAILS],
  [[bytes(null), text('MIDDLE')], FAILS],
  [[bytes(null), text('BIG_ENDIAN')], null],
  [[bytes(null)], null],
  [[int(1)], REFUSED],
]);
testScalar('BIGINT_FROM_BYTES', [
  [[hex('000000000000002f')], 47],
  [[hex('7fffffffffffffff')], 9223372036854775807n],
  [[hex('ffffffffffffffff'), text('LITTLE_ENDIAN')], -1],
]);
testScalar('DOUBLE_FROM_BYTES', [
  [[hex('3ff8000000000000')], 1.5],
  [[hex('000000000000f83f'), text('LITTLE_ENDIAN')], 1.5],
]);
