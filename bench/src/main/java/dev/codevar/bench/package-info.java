/**
 * JMH benchmarks of the kernels that a picture's time goes into, in the shapes of the published models, and of training steps.
 * Parameters come in as plain fields, which JMH sets, or a test that runs them small; the time of a call goes out.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.bench;
