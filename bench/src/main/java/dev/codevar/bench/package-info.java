/**
 * JMH benchmarks of the kernels that a picture's time goes into, each in the shapes of the published models. Their parameters
 * are plain fields, so that a test can run them small.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.bench;
