/**
 * Several processes, on one machine or many, that train together. What torchrun tells in the environment comes into
 * {@link Meeting}; {@link Peers} go out, which add up losses and gradients over all processes and end all where one fails.
 * {@link Processes} starts them on this machine.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.parallel;
