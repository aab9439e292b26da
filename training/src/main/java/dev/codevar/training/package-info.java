/** What every training stands on: parameters with gradients, the optimiser, its schedule, and the order of the pictures. */
@org.jspecify.annotations.NullMarked
package dev.codevar.training;
