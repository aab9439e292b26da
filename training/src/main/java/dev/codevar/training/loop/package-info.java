/**
 * The loop that trains, whatever is trained: order, gradients, optimiser, checkpoints, and everything that is reported. A folder
 * holds a training, and the training goes on from there to the same bits.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.loop;
