import { FAILS, testScalar, text } from '../support.ts';

const url = text('https://user:pw@docs.confluent.io:8080/current%20x/ksql?a=b%26c&foo%20bar=baz&x#frag%20m');

testScalar('URL_EXTRACT_FRAGMENT', [
  [[url], 'frag m'],
  [[text('http://h')], null],
  [[text(null)], null],
]);
testScalar('URL_EXTRACT_HOST', [
  [[url], 'docs.confluent.io'],
  [[text('http://foo_bar/')], null],
  [[text('http://a b')], FAILS],
]);
testScalar('URL_EXTRACT_PATH', [
  [[url], '/current x/ksql'],
  [[text('mailto:a@b')], null],
  [[text('')], ''],
]);
testScalar('URL_EXTRACT_PORT', [
  [[url], 8080],
  [[text('http://h/')], null],
]);
testScalar('URL_EXTRACT_PROTOCOL', [
  [[url], 'https'],
  [[text('/rel')], null],
]);
testScalar('URL_EXTRACT_QUERY', [
  [[url], 'a=b&c&foo bar=baz&x'],
  [[text('http://h/')], null],
]);
testScalar('URL_EXTRACT_PARAMETER', [
  [[url, text('foo bar')], 'baz'],
  [[url, text('x')], ''],
  [[url, text('nope')], null],
  [[text('http://h/'), text('x')], null],
]);
testScalar('URL_ENCODE_PARAM', [
  [[text('a b&c=é*.-_')], 'a+b%26c%3D%C3%A9*.-_'],
  [[text(null)], null],
]);
testScalar('URL_DECODE_PARAM', [
  [[text('a+b%26c%3D%C3%A9')], 'a b&c=é'],
  [[text('%zz')], FAILS],
  [[text(null)], null],
]);
