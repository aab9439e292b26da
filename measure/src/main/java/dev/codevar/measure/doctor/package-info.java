/**
 * Examines a machine before anything is drawn on it: what it is, which kernels compute there, and whether each is right. Natives are
 * loaded in a child process alone, so that one that crashes becomes a line. Shapes: B pictures, C channels, h, w sides, r rows, H
 * heads, l queries, e keys, c channels of a head, I inputs, O outputs.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.measure.doctor;
