/** Tests of the commands for clusters, without Spark. */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.cluster;
