/**
 * The executors' side: a {@link dev.codevar.cluster.draw.DrawTask} comes from the driver with a range of blocks; the models are
 * opened once in a process ({@link dev.codevar.cluster.draw.DrawingMachine}), a file goes out, and a {@link
 * dev.codevar.cluster.draw.TaskAnswer} back. What travels between is text, so that programs of different versions understand each
 * other well enough to say so.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.cluster.draw;
