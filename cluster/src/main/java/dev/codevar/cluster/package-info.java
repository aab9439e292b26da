/**
 * Sampling and evaluation on Apache Spark: the one place that knows Spark, which neither this module nor any other ships. {@link
 * dev.codevar.cluster.ClusterProgram} is what {@code spark-submit} starts, with a job that {@code codevar cluster} wrote; files in a
 * Hadoop file system come out. From the top: {@code drive} is the driver's side, {@code draw} the executors', {@code format} what
 * files are made of, {@code place} where they lie.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.cluster;
