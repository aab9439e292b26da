/**
 * Checkpoint files to named tensors, strict both ways: what is asked for must be there, and what is there must be asked for.
 * No file, however hostile, runs code or costs more than a bounded amount of memory and time.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.checkpoint;
