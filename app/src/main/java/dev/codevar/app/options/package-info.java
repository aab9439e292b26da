/**
 * What commands share of their options. Words come in; models, plans, runs and places go out, checked, or a complaint that
 * names the value and what is legal.
 *
 * <p>{@link ModelOptions}, {@link PlanOptions} and {@link SampleRunOptions} are the large ones; {@link Given} says what counts
 * where nothing was said. {@link ModelFinder} finds models by name, and {@link OutputFiles} names what is written.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.options;
