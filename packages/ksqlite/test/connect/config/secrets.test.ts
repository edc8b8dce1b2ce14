import { isPlaceholder, resolveSecrets } from '../../../src/connect/config/secrets.ts';

const sources = {
  env: { USER: 'ada', PASSWORD: 'hunter2', LONGER: 'hunter22', EMPTY: '' },
  readFile: (path: string) => {
    if (path !== '/etc/db.properties') throw new Error('ENOENT');
    return '# of the database\npassword = s3cret\nurl: x\\:y\n\n! more\nlong=a\\\n  b';
  },
};

it('puts in what the environment and files say, and can put the written text back', () => {
  const { config, redact } = resolveSecrets(
    {
      url: `\${env:USER}:\${env:PASSWORD}@host`,
      key: `\${file:/etc/db.properties:password}`,
      more: `\${file:/etc/db.properties:url} \${file:/etc/db.properties:long}`,
      plain: `costs $5 {env:X} \${name}`,
      other: `\${env:LONGER}\${env:EMPTY}`,
    },
    sources,
  );
  expect(config).toEqual({
    url: 'ada:hunter2@host',
    key: 's3cret',
    more: 'x:y ab',
    plain: `costs $5 {env:X} \${name}`,
    other: 'hunter22',
  });
  expect(redact('hunter2 and hunter22 with s3cret')).toBe(
    `\${env:PASSWORD} and \${env:LONGER} with \${file:/etc/db.properties:password}`,
  );
});

it.each([
  [`\${env:NOPE}`, 'key: the environment variable NOPE is not set'],
  [`\${file:/etc/db.properties:nope}`, 'key: the file /etc/db.properties does not have the key nope'],
  [`\${file:/no:nope}`, "key: the file /no can't be read: ENOENT"],
  [`\${vault:a:b}`, `key: \${vault:a:b} is neither \${env:NAME} nor \${file:PATH:KEY}`],
])('says what is missing of %s', (value, message) => {
  expect(() => resolveSecrets({ key: value }, sources)).toThrow(message);
});

it('knows a value that is nothing but a secret', () => {
  const values = [`\${env:A}`, `\${file:/a/b:c}`, `x\${env:A}`, `\${vault:a:b}`, 'a', ''];
  expect(values.map(isPlaceholder)).toEqual([true, true, false, false, false, false]);
});
