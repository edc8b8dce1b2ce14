/**
 * A decimal number as Java's BigDecimal writes it: with the digits it was given, and with an exponent where there are
 * zeros to spare (`1E+5`, `1E-7`) unless `plain` is asked for.
 */
export function bigDecimalText(source: string, plain: boolean): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? [];
  const digits = (whole + fraction).replace(/^0+(?=\d)/, '');
  const scale = fraction.length - Number(power);
  const signed = /[1-9]/.test(digits) ? sign : '';
  const exponent = digits.length - 1 - scale;
  return (
    signed +
    (plain || (scale >= 0 && exponent >= -6) ? plainText(digits, scale) : scientific(digits, exponent))
  );
}

function plainText(digits: string, scale: number): string {
  if (scale <= 0) return digits === '0' ? '0' : digits + '0'.repeat(-scale);
  const padded = digits.padStart(scale + 1, '0');
  return `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

function scientific(digits: string, exponent: number): string {
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return exponent === 0 ? mantissa : `${mantissa}E${exponent > 0 ? '+' : ''}${exponent}`;
}
