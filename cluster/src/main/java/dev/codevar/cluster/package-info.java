/**
 * Sampling and evaluation on Apache Spark: the one place that knows Spark, which neither this module nor any other ships. {@link
 * dev.codevar.cluster.ClusterProgram} is what {@code spark-submit} starts, with a job that {@code codevar cluster} wrote; files in a
 * Hadoop file system come out, or scores. From the top: {@code drive} is the driver's side; {@code draw} and {@code score} are the
 * executors', {@code task} what these two share; {@code format} is what files are made of, {@code place} where they lie.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.cluster;
