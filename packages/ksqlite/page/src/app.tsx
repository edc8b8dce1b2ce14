/** The frame of the page: where one can go, how the engine is, and the view that was chosen. */
import type { ComponentType, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { lostRecords } from './live/attention.ts';
import { history, isRemote, topology } from './live/live-store.ts';
import { Banner } from './ui/banner.tsx';
import { rate, short } from './ui/format.ts';
import { Icon, type IconName } from './ui/icons.tsx';
import { lazy } from './ui/lazy.tsx';
import { href, path } from './ui/route.ts';
import { Spark } from './ui/spark.tsx';
import { nextTheme, theme } from './ui/theme.ts';
import { TokenDialog } from './ui/token-dialog.tsx';
import { readView } from './views/program/view-store.ts';
import { TopologyView } from './views/topology/topology-view.tsx';
import { TraceForm } from './views/topology/trace-form.tsx';

interface View {
  readonly title: string;
  readonly icon: IconName;
  readonly component: ComponentType;
}

const VIEWS: Readonly<Record<string, View>> = {
  topology: { title: 'Topology', icon: 'topology', component: TopologyView },
  queries: {
    title: 'Queries',
    icon: 'queries',
    component: lazy(async () => (await import('./views/queries/queries-view.tsx')).QueriesView),
  },
  data: {
    title: 'Data',
    icon: 'data',
    component: lazy(async () => (await import('./views/records/records-view.tsx')).RecordsView),
  },
  editor: {
    title: 'Editor',
    icon: 'editor',
    component: lazy(async () => (await import('./views/editor/editor-view.tsx')).EditorView),
  },
  log: {
    title: 'Processing log',
    icon: 'log',
    component: lazy(
      async () => (await import('./views/processing-log/processing-log-view.tsx')).ProcessingLogView,
    ),
  },
};

const PROGRAM: Omit<View, 'title'> = {
  icon: 'program',
  component: lazy(async () => (await import('./views/program/program-view.tsx')).ProgramView),
};

const CONNECTORS: View = {
  title: 'Connectors',
  icon: 'connectors',
  component: lazy(async () => (await import('./views/connectors/connectors-view.tsx')).ConnectorsView),
};

/** Those of the engine, with that of connectors where there are some, and behind the first that of the program around it, where it gives one. */
function views(): Readonly<Record<string, View>> {
  const { view: title = null, connectors = 0 } = topology.value ?? {};
  const { topology: first, queries, ...others } = VIEWS;
  return {
    topology: first as View,
    ...(title === null ? {} : { program: { ...PROGRAM, title } }),
    queries: queries as View,
    ...(connectors === 0 ? {} : { connectors: CONNECTORS }),
    ...others,
  };
}

export function App(): JSX.Element {
  const hasProgram = (topology.value?.view ?? null) !== null;
  useEffect(() => {
    if (!hasProgram) return undefined;
    // whatever is shown: its last view comes when the program ends
    const stop = new AbortController();
    void readView(stop.signal);
    return () => stop.abort();
  }, [hasProgram]);
  const [name = 'topology'] = path.value;
  const all = views();
  const view = all[name] ?? all.topology;
  const Shown = (view as View).component;
  return (
    <div class="frame">
      <header class="bar">
        <button class="skip" type="button" onClick={toMain}>
          Skip to the content
        </button>
        <a class="brand" href={href('topology')}>
          <img src="/page/icon.svg" alt="" />
          ksqlite
        </a>
        <nav class="tabs" aria-label="Views">
          {Object.entries(all).map(([id, { title, icon }]) => (
            <a key={id} href={href(id)} aria-current={view === all[id] ? 'page' : undefined}>
              <Icon name={icon} size={16} />
              {title}
            </a>
          ))}
        </nav>
        {isRemote() ? <span class="rest" /> : <TraceForm />}
        <Vitals />
      </header>
      <Banner />
      {/* the program's view is long, and may have nothing in it that takes the focus: the keyboard must move it, too */}
      <main id="main" class="view" tabIndex={view === all.program ? 0 : -1}>
        <Shown />
      </main>
      <TokenDialog />
    </div>
  );
}

/** A link to `#main` would change the view. */
const toMain = (): void => document.getElementById('main')?.focus();

function Vitals(): JSX.Element {
  const queries = topology.value?.queries ?? [];
  const running = queries.filter(({ state }) => state === 'RUNNING').length;
  const lost = lostRecords({ queries });
  return (
    <div class="vitals">
      {lost > 0 && (
        <a
          class="chip"
          href={href('log')}
          title="Records that were left out, or that an expression failed for"
        >
          <b>{short(lost)}</b> left out
        </a>
      )}
      <span class="wide">
        <b>{running}</b> {running === 1 ? 'query runs' : 'queries run'}
      </span>
      <span class="flow" title="Records written to all topics, per second">
        <Spark values={history.value} />
        <b>{rate(history.value.at(-1) ?? 0)}</b>
      </span>
      <button
        class="plain"
        type="button"
        onClick={nextTheme}
        aria-label={`Colours: ${theme.value}. Change`}
        title={`Colours: ${theme.value}`}
      >
        <Icon name="theme" size={16} />
      </button>
    </div>
  );
}
