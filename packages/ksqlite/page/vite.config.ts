import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

/**
 * Puts the styles of the first view into the page: it can be painted as soon as it is there. The server lets them in by their
 * hash (server/page/page-files.ts).
 */
const inlineStyles: Plugin = {
  name: 'inline-styles',
  enforce: 'post',
  generateBundle(_, bundle) {
    const html = bundle['index.html'];
    if (html?.type !== 'asset') throw new Error('the page was not built');
    html.source = String(html.source).replace(
      /<link rel="stylesheet"[^>]*href="\/page\/([^"]+)"[^>]*>/g,
      (_link, name: string) => {
        const styles = bundle[name];
        if (styles?.type !== 'asset') throw new Error(`the page names ${name}, which was not built`);
        // the file stays: chunks that are loaded later name it
        return `<style>${String(styles.source).trim()}</style>`;
      },
    );
  },
};

/** The page as static files under /page/. Everything that it needs is in them: nothing is loaded from elsewhere. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/page/',
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  plugins: [inlineStyles],
  build: {
    outDir: fileURLToPath(new URL('../dist/page', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // the server’s policy takes no data: scripts or styles
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: 'manifest.json',
  },
});
