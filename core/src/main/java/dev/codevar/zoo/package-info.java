/**
 * The published models: their files, hashes and addresses, how to fetch them, and the names of the 1000 classes that
 * they draw.
 *
 * <p>Plain Java, no tensors. Whoever works without the published addresses names a mirror.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.zoo;
