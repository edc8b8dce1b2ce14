import { MemoryRegistry } from '../../src/schemas/memory-registry.ts';
import type { SchemaText } from '../../src/schemas/schema-registry.ts';

const text = (schema: string, references: SchemaText['references'] = []): SchemaText => ({
  type: 'JSON',
  schema,
  references,
});

describe('a registry in memory', () => {
  it('gives equal texts one id, and each subject its versions', () => {
    const registry = new MemoryRegistry();
    expect(registry.register('a-value', text('1')).id).toBe(1);
    expect(registry.register('a-value', text('2')).id).toBe(2);
    expect(registry.register('b-value', text('2')).id).toBe(2);
    expect(registry.register('a-value', text('1')).id).toBe(1);
    expect(registry.version('a-value')).toMatchObject({ id: 2, version: 2, subject: 'a-value' });
    expect(registry.version('a-value', 1)).toMatchObject({ id: 1, version: 1 });
    expect(registry.version('b-value')).toMatchObject({ id: 2, version: 1 });
    expect(registry.version('c-value')).toBeUndefined();
    expect(registry.known(2)).toMatchObject({ schema: '2' });
    expect(registry.load(3)).toBeUndefined();
  });

  it('resolves references, the deepest first', () => {
    const registry = new MemoryRegistry();
    registry.register('x', text('x'));
    registry.register('y', text('y', [{ name: 'X', subject: 'x', version: 1 }]));
    const z = registry.register('z', text('z', [{ name: 'Y', subject: 'y', version: 1 }]));
    expect(z.resolved).toEqual([
      { name: 'X', schema: 'x' },
      { name: 'Y', schema: 'y' },
    ]);
    expect(() => registry.register('w', text('w', [{ name: 'V', subject: 'v', version: 1 }]))).toThrow(
      'No schema reference found for subject "v" and version 1',
    );
  });
});
