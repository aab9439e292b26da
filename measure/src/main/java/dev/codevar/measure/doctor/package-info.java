/**
 * Examines a machine before anything is drawn on it: what it is, which kernels compute there, and whether each is right. The
 * shapes of models come in; a {@link DoctorReport} goes out. Natives are loaded in a child process alone ({@link Examination}), so
 * that one that crashes becomes a line.
 *
 * <p>Letters of shapes: B pictures, C channels, h, w sides, r rows, H heads, l queries, e keys, c channels of a head, I inputs, O
 * outputs.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.measure.doctor;
