/** The decoded segments of an address' path, `/a/b?x` → `['a', 'b']`; undefined: an address that can't be read. */
export function segmentsOf(url: string): readonly string[] | undefined {
  const [path = ''] = url.split('?');
  try {
    return path
      .split('/')
      .slice(1)
      .filter((part, i) => part !== '' || i > 0)
      .map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
