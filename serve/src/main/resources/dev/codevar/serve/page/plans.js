// What the page knows about plans: which model makes which scales.

/**
 * @typedef {{role: string, from: number, to: number}} Stage scales from (inclusive) to `to` (exclusive)
 * @typedef {{id: string, title: string, stages: Stage[], draft_steps: ?number, fine_tuned: boolean,
 *     measured: ?{seconds_per_picture: number, pictures: number}}} Plan
 */

/**
 * Which colour a stage has: 'drafter', 'refiner', or 'between' for those in the middle of more than two.
 *
 * @param {Stage[]} stages
 * @param {number} index
 */
export function kind(stages, index) {
  if (stages.length === 1) return /^(small|refiner)/.test(stages[0].role) ? 'refiner' : 'drafter';
  if (index === 0) return 'drafter';
  return index === stages.length - 1 ? 'refiner' : 'between';
}

/** The stage that makes a scale. */
export const stageOf = (stages, scale) => stages.findIndex(stage => scale >= stage.from && scale < stage.to);

/**
 * After how many scales the small model takes over; all for the large one alone, 0 for the small one alone, null for longer plans.
 *
 * @param {Plan} plan
 */
export function handOver({ stages }) {
  if (stages.length === 1) return kind(stages, 0) === 'refiner' ? 0 : stages[0].to;
  return stages.length === 2 ? stages[0].to : null;
}

const isPair = plan => plan.stages.length === 2;

/**
 * The plan whose models hand over at the scale nearest to the one wished for.
 *
 * @param {Plan[]} plans
 * @param {number} wished
 * @param {boolean} fineTuned which pairs are looked at
 */
export function nearest(plans, wished, fineTuned) {
  const candidates = plans.filter(plan => handOver(plan) !== null && (!isPair(plan) || plan.fine_tuned === fineTuned));
  const distance = plan => Math.abs(handOver(plan) - wished);
  return candidates.reduce((best, plan) => (best && distance(best) <= distance(plan) ? best : plan), null);
}

/**
 * Plans in groups with a heading each, for lists.
 *
 * @param {Plan[]} plans
 * @returns {[string, Plan[]][]}
 */
export function grouped(plans) {
  /** @type {[string, (plan: Plan) => boolean][]} */
  const groups = [
    ['One model', plan => plan.stages.length === 1],
    ['CoDe, trained for it', plan => isPair(plan) && plan.fine_tuned],
    ['CoDe, training-free', plan => isPair(plan) && !plan.fine_tuned],
    ['More than two models', plan => plan.stages.length > 2],
  ];
  return groups.map(([name, holds]) => /** @type {[string, Plan[]]} */ ([name, plans.filter(holds)])).filter(([, members]) => members.length > 0);
}

/** The plan that others are measured against: the large model alone. */
export const baseline = plans => plans.find(plan => plan.stages.length === 1 && kind(plan.stages, 0) === 'drafter');

/** One sentence of what a plan does. */
export function sentence({ stages }) {
  const parts = stages.map(({ role, from, to }) => `${role} makes ${to - from === 1 ? `scale ${to}` : `scales ${from + 1}–${to}`}`);
  return `${parts.join(', ')}.`;
}

/**
 * The plans to compare first: the large model alone, the pair that hands over last, and the default.
 *
 * @param {{plans: Plan[], default_plan: string}} model
 * @returns {string[]} ids
 */
export function worthComparing({ plans, default_plan: usual }) {
  const pairs = plans.filter(plan => isPair(plan) && plan.fine_tuned).sort((a, b) => handOver(b) - handOver(a));
  return [...new Set([baseline(plans)?.id, pairs[0]?.id, usual].filter(Boolean))];
}
