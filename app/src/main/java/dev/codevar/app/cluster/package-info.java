/**
 * The commands for clusters. They know no class of Spark: options become the file of a job, and a process of its own, started with
 * Spark's classes and those of {@code codevar-cluster}, does it.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.cluster;
