/**
 * Drawing on executors: a {@link dev.codevar.cluster.draw.DrawTask} comes from the driver with a range of blocks; the models are opened
 * once in a process ({@link dev.codevar.cluster.draw.DrawingMachine}), and a file goes out.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.cluster.draw;
