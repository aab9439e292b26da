/**
 * The driver's side. {@link dev.codevar.cluster.drive.ClusterSample} gives out what is missing of a run and accepts one part a block;
 * the {@link dev.codevar.cluster.drive.Ledger} keeps what was accepted, so that a driver that was killed goes on from there.
 * {@link dev.codevar.cluster.drive.ClusterEvaluate} scores pictures by what executors compute.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.cluster.drive;
