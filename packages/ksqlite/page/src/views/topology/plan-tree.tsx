import type { JSX } from 'preact';
import type { PlanStep } from '../../api/answers.ts';
import { bytes, count, shortened } from '../../ui/format.ts';
import { problemsText } from './graph-node.tsx';

/** A plan, its last step first: what each step reads is below it. */
export const PlanTree = ({ plan }: { readonly plan: PlanStep }): JSX.Element => (
  <ol class="plan">
    <Step step={plan} />
  </ol>
);

function Step({ step }: { readonly step: PlanStep }): JSX.Element {
  const { title, details, counts, stateBytes, inputs, schema } = step;
  return (
    <li>
      <div class="step" title={schema}>
        <div class="step-head">
          <b>{title}</b>
          {stateBytes > 0 && <span class="chip quiet">state {bytes(stateBytes)}</span>}
          {counts !== undefined &&
            problemsText(counts).map((problem) => (
              <span key={problem} class="chip">
                {problem}
              </span>
            ))}
        </div>
        {details.map((detail, i) => (
          <code key={i}>{shortened(detail, 240)}</code>
        ))}
        {counts !== undefined && (
          <span class="muted small">
            {count(counts.recordsIn)} in → <b>{count(counts.recordsOut)}</b> out
          </span>
        )}
      </div>
      {inputs.length > 0 && (
        <ol>
          {inputs.map((input, i) => (
            <Step key={i} step={input} />
          ))}
        </ol>
      )}
    </li>
  );
}
