/**
 * The published models: their files, hashes and addresses, how to fetch them, and the names of the 1000 classes that they draw.
 * The name of a file or a bundle comes in; the file goes out, whole and with the published hash where there is one, or none at
 * all.
 *
 * <p>Plain Java, no tensors. Whoever works without the published addresses names a mirror.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.zoo;
