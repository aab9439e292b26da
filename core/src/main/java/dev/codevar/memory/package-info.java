/**
 * What models and batches take of a machine's memory: reckoned before any weight is read, kept within limits, and shared by the model
 * sets of an engine. A plan and a batch come in; a number of pictures at a time goes out, or a refusal with the arithmetic.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.memory;
