/**
 * Sets of pictures against each other: read, put through a network once, and scored.
 *
 * <p>Letters in tensors' names: B pictures, 3 colours, h and w their size, n rows, f the numbers of a row (pool, spatial, logits).
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation;
