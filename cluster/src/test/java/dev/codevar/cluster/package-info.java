/** Tests on Spark: in this process, and on a cluster of processes that a test starts. */
@org.jspecify.annotations.NullMarked
package dev.codevar.cluster;
