import { LazyModule } from '../src/lazy-module.ts';

describe('a lazy module', () => {
  it('is imported once, at the first load', async () => {
    let imports = 0;
    const lazy = new LazyModule(async () => ({ count: ++imports }));
    expect(() => lazy.loaded).toThrow('before it was loaded');
    await Promise.all([lazy.load(), lazy.load()]);
    expect(lazy.loaded).toEqual({ count: 1 });
    expect(lazy.load()).toBeUndefined();
  });

  it('is there at once for who has imported it', () => {
    const lazy = new LazyModule<{ readonly name: string }>(() => Promise.reject(new Error('not called')));
    lazy.use({ name: 'mine' });
    expect(lazy.load()).toBeUndefined();
    expect(lazy.loaded.name).toBe('mine');
  });
});
