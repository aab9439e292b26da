/** What happened in the service, counted for Prometheus. */
@org.jspecify.annotations.NullMarked
package dev.codevar.serve.metrics;
