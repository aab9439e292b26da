/**
 * The least time that a decode can take on a machine. A device and the {@link Load} of a plan come in; the machine's
 * {@link Ceilings}, the {@link Work} to be done and the {@link Bound} of the one at the other go out.
 *
 * <p>{@link CeilingMeter} and {@link ProductMeter} measure the ceilings, {@link CeilingsAround} has them before and after.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.measure.speed.ceiling;
